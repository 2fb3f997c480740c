import { draftField, freshName, type Draft, type DraftField, type DraftObject } from './draft';
import { leafType } from './field-types';

/** Value types: one that every subgraph shares, and ones that belong to a single subgraph. */
export function draftValues(draft: Draft): void {
  const { choose, subgraphs } = draft;
  addValue(draft, 'V0', subgraphs, '@shareable');
  for (const subgraph of subgraphs) {
    if (choose.oneIn(3)) addValue(draft, `W${subgraph}`, [subgraph], '');
  }
}

function addValue(draft: Draft, name: string, home: readonly string[], directives: string): void {
  const count = 2 + draft.choose.below(2);
  const fields: DraftField[] = [];
  for (let index = 0; index < count; index += 1) {
    fields.push(draftField(freshName(draft), leafType(draft.choose), home, directives));
  }
  draft.objects.push({
    name,
    declared: new Map(home.map((subgraph) => [subgraph, []])),
    home,
    keys: [],
    fields,
    implemented: new Map(),
    isPatchyIn: [],
  });
}

/** An interface with one or two fields that its objects have at different subgraphs. */
export function draftInterface(draft: Draft, name: string): void {
  const { choose, subgraphs } = draft;
  const objects = choose.some(
    draft.objects.filter((object) => object.name !== 'Loc'),
    1,
  );
  const fields = Array.from({ length: 1 + choose.below(2) }, () => {
    const field = draftField(freshName(draft), leafType(choose), []);
    for (const object of objects) addImplementation(draft, object, field);
    // The objects may promise more than the interface.
    return choose.oneIn(3) ? { ...field, type: field.type.replace(/!$/, '') } : field;
  });
  const declared: Record<string, string[]> = {};
  for (const subgraph of subgraphs) {
    const has = (object: DraftObject, wanted: DraftField): boolean =>
      object.fields.some((field) => field.name === wanted.name && field.in[subgraph] !== undefined);
    const shown = fields.filter((field) => objects.some((object) => has(object, field)));
    const implementing = objects.filter((object) => shown.every((field) => has(object, field)));
    if (shown.length === 0 || implementing.length === 0) continue;
    declared[subgraph] = shown.map((field) => field.name);
    for (const { implemented } of implementing) {
      implemented.set(subgraph, [...(implemented.get(subgraph) ?? []), name]);
    }
  }
  draft.interfaces.push({ name, fields, in: declared, key: undefined, objectIn: {} });
}

function addImplementation({ choose }: Draft, object: DraftObject, { name, type }: DraftField): void {
  const { home, keys, fields } = object;
  const owners = keys.length === 0 || choose.oneIn(2) ? home : [choose.of(home)];
  const directives = owners.length > 1 || keys.length === 0 ? '@shareable' : '';
  fields.push(draftField(name, type, owners, directives));
}

/** A union whose members differ between subgraphs. */
export function draftUnion(draft: Draft, name: string): void {
  const { choose, subgraphs } = draft;
  const objects = choose.some(draft.objects, 2);
  const declared: Record<string, string[]> = {};
  for (const subgraph of subgraphs) {
    const members = objects.filter((object) => object.declared.has(subgraph));
    if (members.length > 0) declared[subgraph] = members.map((member) => member.name);
  }
  draft.unions.push({ name, in: declared });
}
