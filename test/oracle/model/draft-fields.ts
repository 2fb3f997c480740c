import { addDirective, draftField, freshName, type Draft, type DraftField, type DraftObject } from './draft';
import { chooseType, compositeTypes, leafType, maybeArguments, namedTypeOf } from './field-types';

/** Fields that one subgraph, or several together, add to the objects. */
export function draftOwnFields(draft: Draft): void {
  const { choose } = draft;
  for (const object of draft.objects) {
    if (object.name === 'Loc' || object.name === 'V0') continue;
    for (const subgraph of object.home) {
      const count = 1 + choose.below(object.keys.length > 0 ? 3 : 1);
      for (let index = 0; index < count; index += 1) addField(draft, object, [subgraph], '');
    }
    if (object.keys.length > 0 && object.home.length > 1) addSharedFields(draft, object);
  }
  for (const { objectIn } of draft.interfaces) {
    for (const [subgraph, fields] of Object.entries(objectIn)) {
      const field = draftField(freshName(draft), 'Int', [subgraph]);
      chooseType(draft, field);
      fields.push(field);
    }
  }
}

function addSharedFields(draft: Draft, object: DraftObject): void {
  const { choose } = draft;
  if (choose.oneIn(2)) addField(draft, object, choose.some(object.home, 2), '@shareable');
  if (choose.oneIn(4)) addOverridden(draft, object);
}

function addField(draft: Draft, object: DraftObject, owners: readonly string[], directives: string): void {
  const { choose } = draft;
  const field = draftField(freshName(draft), 'Int', owners, directives);
  chooseType(draft, field);
  for (const owner of owners) {
    if (choose.oneIn(10)) addDirective(field, owner, '@inaccessible');
    if (choose.oneIn(10)) addDirective(field, owner, '@tag(name:"t")');
  }
  object.fields.push(field);
}

/** A field that moved from one subgraph to another, or is moving. */
function addOverridden(draft: Draft, { home, fields }: DraftObject): void {
  const { choose, labels } = draft;
  const from = choose.of(home);
  const to = choose.of(home.filter((subgraph) => subgraph !== from));
  const field = draftField(freshName(draft), 'Int', [from, to]);
  chooseType(draft, field);
  const isLabelled = choose.oneIn(2);
  const label = `moving-${field.name}`;
  const isOn = choose.oneIn(2);
  if (isLabelled && isOn) labels.push(label);
  field.resolvedIn = [!isLabelled || isOn ? to : from];
  field.in[to] = `@override(from: "${from}"${isLabelled ? `, label: "${label}"` : ''})`;
  fields.push(field);
}

/** Fields of Query: some for each subgraph, and sometimes one that several share. */
export function draftQueries(draft: Draft): void {
  const { choose, subgraphs, queries } = draft;
  for (const subgraph of subgraphs) {
    const count = 1 + choose.below(3);
    for (let index = 0; index < count; index += 1) queries.push(rootField(draft, [subgraph], ''));
  }
  if (choose.oneIn(2)) queries.push(rootField(draft, choose.some(subgraphs, 2), '@shareable'));
}

function rootField(draft: Draft, owners: readonly string[], directives: string): DraftField {
  const field = draftField(freshName(draft), 'Int', owners, directives);
  chooseType(draft, field, 8);
  return field;
}

/** Fields of Mutation, which answer in the order in which they are run. */
export function draftMutations(draft: Draft): void {
  const { choose, subgraphs, mutations } = draft;
  for (const subgraph of choose.some(subgraphs)) {
    const counter = draftField(freshName(draft), leafType(choose), [subgraph]);
    maybeArguments(choose, counter);
    mutations.push(counter, rootField(draft, [subgraph], ''));
  }
}

/** Lets fields deliver fields of their objects that belong to other subgraphs. */
export function draftProvides(draft: Draft): void {
  const { choose } = draft;
  const holders = [draft.queries, ...draft.objects.map(({ fields }) => fields)];
  for (const field of holders.flat()) {
    const [subgraph] = field.resolvedIn;
    const object = draft.objects.find(({ name }) => name === namedTypeOf(field.type));
    if (field.isKey || subgraph === undefined || Object.keys(field.in).length !== 1) continue;
    if (!object || object.keys.length === 0 || !choose.oneIn(3)) continue;
    const provided = object.fields.filter((other) => isProvidable(draft, object, other, subgraph));
    if (provided.length === 0) continue;
    const other = choose.of(provided);
    for (const owner of Object.keys(other.in)) {
      if (owner !== subgraph) addDirective(other, owner, '@shareable');
    }
    other.in[subgraph] = '@external';
    const fieldSet = other.name;
    field.provides = { [subgraph]: fieldSet };
    addDirective(field, subgraph, `@provides(fields:"${fieldSet}")`);
  }
}

function isProvidable(draft: Draft, { declared }: DraftObject, field: DraftField, subgraph: string): boolean {
  if (field.isKey || field.requires !== undefined || field.resolvedIn.includes(subgraph)) return false;
  if (field.arguments !== '' || field.provides || !declared.has(subgraph)) return false;
  if (Object.values(field.in).some((directives) => directives.includes('@override'))) return false;
  const isComposite = compositeTypes(draft, draft.subgraphs).some(
    ({ name }) => name === namedTypeOf(field.type),
  );
  return !isComposite && !isCompositeAnywhere(draft, field);
}

function isCompositeAnywhere({ objects, interfaces, unions }: Draft, { type }: DraftField): boolean {
  const named = namedTypeOf(type);
  return [...objects, ...interfaces, ...unions].some(({ name }) => name === named);
}
