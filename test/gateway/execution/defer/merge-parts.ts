import { type ClientParts } from '../../../kit/gateway-parts';

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

/** What a client has in the end: the data of all parts in one, and how often it was told of an error. */
export interface MergedParts {
  readonly data: unknown;
  readonly count: number;
}

/** Reads an answer to its end and puts its parts together as a client does. Throws where they do not fit. */
export async function mergeParts(answer: ClientParts): Promise<MergedParts> {
  const [first, ...others] = (await answer.rest()) as unknown as Part[];
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
  return { data: inAnyOrder(first?.data), count: others.length };
}

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

/** The same value for objects whose keys differ in their order only. */
export function inAnyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inAnyOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, inner]) => [key, inAnyOrder(inner)])
    .sort(([left], [right]) => String(left).localeCompare(String(right)));
}
