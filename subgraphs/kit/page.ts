import { clientError } from './errors';
import type { CursorCodec, CursorKey, CursorScope } from './cursor';

/** Largest page of any connection. */
export const MAX_PAGE_SIZE = 500;

/** The arguments of a forward connection. */
export interface PageArguments {
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** One page of rows to read: at most `limit` (one more than asked, to know whether there is a next page). */
export interface PageRequest {
  readonly first: number;
  readonly limit: number;
  readonly after: CursorKey | null;
}

/** A Relay connection as plain values. */
export interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/**
 * Checks the arguments of a connection before anything is read.
 *
 * @throws GraphQLError BAD_USER_INPUT, LIST_SIZE_LIMIT or BAD_CURSOR.
 */
export function pageRequest(
  codec: CursorCodec,
  scope: CursorScope,
  { first, after }: PageArguments,
): PageRequest {
  checkFirst(first);
  return { first, limit: first + 1, after: after == null ? null : codec.decode(scope, after) };
}

/** @throws GraphQLError BAD_USER_INPUT below 0, LIST_SIZE_LIMIT above the largest page. */
export function checkFirst(first: number): void {
  if (first < 0)
    throw clientError('BAD_USER_INPUT', `Expected "first" between 0 and ${MAX_PAGE_SIZE}, got ${first}.`);
  if (first > MAX_PAGE_SIZE) {
    throw clientError('LIST_SIZE_LIMIT', `Expected "first" between 0 and ${MAX_PAGE_SIZE}, got ${first}.`);
  }
}

/** The page as a connection: `rows` may hold one more than asked, which only says that there is a next page. */
export function connectionOf<Row, Node>(
  codec: CursorCodec,
  scope: CursorScope,
  page: PageRequest,
  rows: readonly Row[],
  shape: { readonly key: (row: Row) => CursorKey; readonly node: (row: Row) => Node },
): Connection<Node> {
  const edges = rows
    .slice(0, page.first)
    .map((row) => ({ cursor: codec.encode(scope, shape.key(row)), node: shape.node(row) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
