import { draftField, type Draft, type DraftField, type DraftKey, type DraftObject } from './draft';

const KEYS = ['id', 'sku', 'num', 'part1 part2', 'loc { code }', 'id loc { zone }'];

const KEY_TYPES: Readonly<Record<string, string>> = {
  id: 'ID!',
  sku: 'String!',
  num: 'Int!',
  part1: 'Int!',
  part2: 'String!',
  loc: 'Loc!',
};

/** A value type that keys may look into. */
export function draftLocation(draft: Draft): void {
  const code = draftField('code', 'String!', draft.subgraphs, '@shareable');
  const zone = draftField('zone', 'Int!', draft.subgraphs, '@shareable');
  draft.objects.push({
    name: 'Loc',
    declared: new Map(draft.subgraphs.map((subgraph) => [subgraph, []])),
    home: draft.subgraphs,
    keys: [],
    fields: [code, zone].map((field) => ({ ...field, isKey: true, isSafe: true })),
    implemented: new Map(),
    isPatchyIn: [],
  });
}

/** Entities with their keys; the first subgraph of each knows all of its keys, so that it can translate them. */
export function draftEntities(draft: Draft): void {
  const { choose, subgraphs } = draft;
  const count = 1 + choose.below(4);
  // The first two may be objects of an interface to which other subgraphs add fields.
  const hasFamily = count >= 2 && subgraphs.length >= 2 && choose.oneIn(3);
  const adding = hasFamily ? [choose.of(subgraphs.slice(1))] : [];
  const hub = choose.of(subgraphs.filter((subgraph) => !adding.includes(subgraph)));
  for (let index = 0; index < count; index += 1) {
    const inFamily = hasFamily && index < 2;
    const known = inFamily ? subgraphs.filter((subgraph) => !adding.includes(subgraph)) : subgraphs;
    const others = choose.some(
      known.filter((subgraph) => subgraph !== hub),
      1,
    );
    const home = inFamily ? [hub, ...others] : choose.some(known, 2);
    draft.objects.push(draftEntity(draft, `E${index}`, home, known, inFamily ? index : undefined));
  }
  if (hasFamily) draftFamily(draft, hub, adding);
}

function draftEntity(
  { choose }: Draft,
  name: string,
  home: readonly string[],
  known: readonly string[],
  familyIndex: number | undefined,
): DraftObject {
  const keys = familyIndex === undefined ? choose.some(KEYS, 1).slice(0, 2) : ['id'];
  const declared = new Map<string, DraftKey[]>();
  home.forEach((subgraph, index) => {
    const own = index === 0 ? keys : choose.some(keys, 1);
    const resolvable = own.map((fields) => ({ fields, isResolvable: true }));
    const rest = keys.filter((fields) => !own.includes(fields) && choose.oneIn(3));
    declared.set(subgraph, [...rest.map((fields) => ({ fields, isResolvable: false })), ...resolvable]);
  });
  for (const subgraph of known) {
    if (declared.has(subgraph) || choose.oneIn(2)) continue;
    declared.set(subgraph, [{ fields: choose.of(keys), isResolvable: false }]);
  }
  return {
    name,
    declared,
    home,
    keys,
    fields: keyFields(declared),
    implemented: new Map(),
    isPatchyIn: [],
    ...(familyIndex !== undefined && { family: { name: 'I0', offset: familyIndex, stride: 2 } }),
  };
}

/** The fields of all keys, each in the subgraphs whose keys name it. */
function keyFields(declared: ReadonlyMap<string, readonly DraftKey[]>): DraftField[] {
  const fields: DraftField[] = [];
  for (const [subgraph, keys] of declared) {
    for (const name of new Set(keys.flatMap((key) => topLevelNames(key.fields)))) {
      const known = fields.find((field) => field.name === name);
      const field = known ?? draftField(name, KEY_TYPES[name] ?? 'ID!', []);
      field.in[subgraph] = '';
      field.resolvedIn.push(subgraph);
      if (!known) fields.push({ ...field, isKey: true, isSafe: true });
    }
  }
  return fields;
}

function topLevelNames(fieldSet: string): string[] {
  return fieldSet
    .replace(/\{.*?\}/g, '')
    .split(' ')
    .filter((name) => name !== '');
}

/** An interface with a key, of which other subgraphs know no objects. */
function draftFamily(draft: Draft, hub: string, adding: readonly string[]): void {
  const id = draftField('id', 'ID!', [hub, ...adding]);
  for (const object of draft.objects.filter(({ family }) => family)) object.implemented.set(hub, ['I0']);
  draft.interfaces.push({
    name: 'I0',
    fields: [id],
    in: { [hub]: ['id'] },
    key: 'id',
    objectIn: Object.fromEntries(
      adding.map((subgraph) => [subgraph, [{ ...id, isKey: true, isSafe: true }]]),
    ),
  });
}
