import { openParts } from '../../../kit/gateway-parts';
import { startGatewayWorld, type GatewayWorld } from '../../../kit/gateway-world';
import { createLibrary } from './library-world';

interface Part {
  readonly data?: object;
  readonly pending?: readonly { readonly id: string; readonly path: readonly (string | number)[] }[];
  readonly incremental?: readonly {
    readonly id?: string;
    readonly path?: readonly (string | number)[];
    readonly subPath?: readonly (string | number)[];
    readonly data: object;
  }[];
  readonly completed?: readonly { readonly id: string }[];
  readonly hasNext: boolean;
}

let world: GatewayWorld;
beforeAll(async () => {
  world = await startGatewayWorld(createLibrary().definitions);
});
afterAll(() => world.close());

const QUERIES = [
  '{ person(id: "1") { id ... @defer { name } } }',
  '{ people { ...P @defer } books { title ... @defer { price } } } fragment P on Person { id name friend { ...Q @defer } } fragment Q on Person { read { title ... @defer { price } } }',
  '{ ... @defer { people { name ... @defer { friend { name } } } } ... @defer { people { id } books { title } } }',
  '{ people { friend { id ... @defer { name } } ... @defer { friend { name friend { id name } } } } }',
  '{ nodes { ... on Person @defer { name read { title price } } ... on Robot @defer { model manual { title ... @defer { price } } } ... @defer { id __typename } } }',
  '{ a: person(id: "1") { ...P } b: person(id: "3") { ...P ... @defer { x: name y: read { t: title } } } } fragment P on Person { ... @defer { ... @defer { ... @defer { favourite { title price } } } } }',
  '{ person(id: "1") { __proto__: name ... @defer { constructor: name toString: id } } }',
  'mutation { rename(id: "1") { ... @defer { name ... @defer { read { title } } } } }',
];

/** Puts what belongs to `path` into it, deeply, as a client does. */
function mergeAt(root: unknown, path: readonly (string | number)[], data: object): void {
  const target = path.reduce((value, key) => (value as Record<string | number, unknown>)[key], root);
  mergeInto(target as Record<string, unknown>, data);
}

function mergeInto(target: Record<string, unknown>, data: object): void {
  for (const [key, value] of Object.entries(data)) {
    const known = Object.getOwnPropertyDescriptor(target, key)?.value as unknown;
    if (typeof known === 'object' && known !== null)
      mergeInto(known as Record<string, unknown>, value as object);
    else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  }
}

function inAnyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inAnyOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, inner]) => [key, inAnyOrder(inner)])
    .sort(([left], [right]) => String(left).localeCompare(String(right)));
}

describe.each(['multipart/mixed', 'multipart/mixed;deferSpec=20220824'])('in %s', (accept) => {
  test.each(QUERIES)('the parts together are the whole: %s', async (query) => {
    const { body } = await world.ask(query);
    const [first, ...others] = (await (
      await openParts(world.url, query, { accept })
    ).rest()) as unknown as Part[];
    const paths = new Map<string, readonly (string | number)[]>();
    const open = new Set<string>();
    for (const part of [first, ...others]) {
      for (const { id, path } of part?.pending ?? []) {
        paths.set(id, path);
        open.add(id);
      }
      for (const { id, path, subPath = [], data } of part?.incremental ?? []) {
        const at = path ?? [...(paths.get(id ?? '') ?? ['nowhere']), ...subPath];
        mergeAt(first?.data, at, data);
      }
      for (const { id } of part?.completed ?? []) expect(open.delete(id)).toBe(true);
    }
    expect(open.size).toBe(0);
    expect(others.map(({ hasNext }) => hasNext)).toEqual(others.map((_, index) => index < others.length - 1));
    expect(inAnyOrder(first?.data)).toEqual(inAnyOrder(body.data));
  });
});
