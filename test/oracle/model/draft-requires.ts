import { type Choices } from '../choices';
import { draftField, freshName, type Draft, type DraftField, type DraftObject } from './draft';
import { compositeTypes, leafType, maybeArguments, namedTypeOf } from './field-types';

/** Adds fields whose value follows from fields of other subgraphs; a later one may require an earlier one. */
export function draftRequires(draft: Draft): void {
  const { choose } = draft;
  for (const object of draft.objects) {
    if (object.keys.length === 0 || object.home.length < 2) continue;
    const count = choose.below(4);
    for (let index = 0; index < count; index += 1) addRequiring(draft, object, choose.of(object.home));
  }
}

function addRequiring(draft: Draft, object: DraftObject, subgraph: string): void {
  const { choose } = draft;
  const candidates = object.fields.filter((field) => isRequirable(draft, field, subgraph));
  const required = choose.some(candidates, 1).slice(0, 2);
  if (required.length === 0) return;
  const fieldSet = required.map((field) => selectionOf(draft, field)).join(' ');
  for (const field of required) {
    field.in[subgraph] ??= '@external';
    // What a null that moves up would take along in one subgraph is not what it takes along in the whole.
    if (field.type.includes('!')) makeSafe(draft, object, field);
  }
  const field = draftField(freshName(draft), leafType(choose), [subgraph]);
  field.in[subgraph] = `@requires(fields: "${fieldSet.replace(/"/g, '\\"')}")`;
  field.requires = fieldSet;
  maybeArguments(choose, field);
  object.fields.push(field);
}

function isRequirable(draft: Draft, field: DraftField, subgraph: string): boolean {
  if (field.isKey || field.resolvedIn.includes(subgraph)) return false;
  const declared = field.in[subgraph];
  if (declared !== undefined && declared !== '@external') return false;
  const directives = Object.values(field.in).join(' ');
  if (directives.includes('@override') || field.members) return false;
  const named = namedTypeOf(field.type);
  const isComposite = isCompositeName(draft, named);
  if (!isComposite) return true;
  return compositeTypes(draft, [subgraph]).some(({ name }) => name === named);
}

function isCompositeName({ objects, interfaces, unions }: Draft, named: string): boolean {
  return [...objects, ...interfaces, ...unions].some(({ name }) => name === named);
}

/** What is required of a field: of objects, a key or the leaves that everybody shares. */
function selectionOf(draft: Draft, field: DraftField): string {
  const { choose } = draft;
  const named = namedTypeOf(field.type);
  const call = `${field.name}${argumentsOf(choose, field.arguments)}`;
  const object = draft.objects.find(({ name }) => name === named);
  if (!object) return call;
  if (object.keys.length > 0) {
    const everywhere = object.keys.filter((key) =>
      [...object.declared.values()].every((keys) => keys.some(({ fields }) => fields === key)),
    );
    return `${call} { ${everywhere[0] ?? '__typename'} }`;
  }
  const inner = choose.some(object.fields, 1);
  for (const each of inner) if (each.type.includes('!')) makeSafe(draft, object, each);
  return `${call} { ${inner.map(({ name, arguments: declared }) => `${name}${argumentsOf(choose, declared)}`).join(' ')} }`;
}

function argumentsOf(choose: Choices, declared: string): string {
  if (declared.includes('n: Int')) return `(n: ${choose.below(3)})`;
  if (declared.includes('color:')) return choose.of(['(color: BLUE)', '']);
  if (declared.includes('filter:')) return choose.of(['(filter: {limit: 1, colors: [BLUE]})', '']);
  if (declared.includes('id:')) return choose.of(['(x: 0.5)', '']);
  return '';
}

/** Neither it nor what it follows from may fail. */
function makeSafe(draft: Draft, object: DraftObject, field: DraftField): void {
  field.isSafe = true;
  for (const name of (field.requires ?? '').match(/\w+/g) ?? []) {
    for (const holder of [object, ...draft.objects.filter(({ keys }) => keys.length === 0)]) {
      const other = holder.fields.find((each) => each.name === name);
      if (other && !other.isSafe) makeSafe(draft, holder, other);
    }
  }
}
