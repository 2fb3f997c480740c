import { type SubgraphDefinition } from '../kit/gateway-subgraphs';
import { repeat } from '../kit/hostile-world';

/** How many types implement the interface. */
export const IMPLEMENTATIONS = 50;

const SHARED = (own: string): string => `
  type Query { t: T @shareable i: I @shareable }
  type Mutation { touch${own.length}: T }
  type T @key(fields: "id") {
    id: ID! n: Int @shareable of(a: Int): Int @shareable
    a: T @shareable b: T @shareable c: T @shareable d: T @shareable e: T @shareable ${own}
  }
  interface I { id: ID! n: Int next: I t: T }
  ${repeat(
    IMPLEMENTATIONS,
    (n) => `type I${n} implements I @key(fields: "id") {
      id: ID! n: Int @shareable next: I @shareable t: T @shareable o${n}: Int @shareable
    }`,
  )}
`;

/** Three subgraphs that make a planner think: two share almost everything, and each has a field that leads to itself. */
export function plannerGraph(): SubgraphDefinition[] {
  const t = (): object => ({ __typename: 'T', id: '1' });
  const i = (): object => ({ __typename: 'I1', id: '1' });
  const shared = {
    Query: { t, i },
    T: { __resolveReference: t, a: t, b: t, c: t, d: t, e: t },
    I1: { __resolveReference: i, next: i, t },
  };
  return [
    { name: 'one', sdl: SHARED('x1: Int y1: T'), resolvers: { ...shared, T: { ...shared.T, y1: t } } },
    { name: 'two', sdl: SHARED('x2: Int y2: T z: Int'), resolvers: { ...shared, T: { ...shared.T, y2: t } } },
    {
      name: 'three',
      sdl: 'type T @key(fields: "id") { id: ID! x3: Int y3: T }',
      resolvers: { T: { __resolveReference: t, y3: t } },
    },
  ];
}

/** A tree of `width` shared fields at each of `levels`. */
export function tree(width: number, levels: number, leaf = 'n x1 x2'): string {
  if (levels === 0) return leaf;
  return repeat(width, (n) => `${'abcde'[n]} { ${tree(width, levels - 1, leaf)} }`);
}

/** A chain of fields of which each is in another subgraph than the last. */
export function hops(levels: number, leaf = 'x1 x2 x3'): string {
  return levels === 0 ? leaf : `y${(levels % 3) + 1} { ${hops(levels - 1, leaf)} }`;
}

/** Conditions on `width` implementations at each of `levels`. */
export function conditions(width: number, levels: number): string {
  if (levels === 0) return 'n t { x1 x2 x3 }';
  return repeat(width, (n) => `... on I${n} { next { ${conditions(width, levels - 1)} } }`);
}

/** Operations that cost much to look at, each with its name; all of them are within the limits of everybody. */
export function nastyOperations(): readonly (readonly [string, string])[] {
  const fragments = (count: number, inside: (n: number) => string): string =>
    repeat(count, (n) => `fragment F${n} on T { ${inside(n)} }`);
  const next = (n: number, last: number): string => (n < last ? `...F${n + 1}` : 'id');
  return [
    ['ten levels of two shared fields (CVE-2025-32030)', `{ t { ...F0 } } ${fragments(10, (n) => (n < 9 ? `a { ...F${n + 1} } b { ...F${n + 1} }` : 'n x1'))}`], // prettier-ignore
    ['a tree of four levels', `{ t { ${tree(2, 4)} } }`],
    ['P-02: five shared fields six deep', `{ t { ...F0 } } ${fragments(7, (n) => (n < 6 ? repeat(5, (f) => `${'abcde'[f]} { ...F${n + 1} }`) : 'n'))}`], // prettier-ignore
    ['one fragment reused everywhere (CVE-2025-32031)', `{ t { ${repeat(90, () => 'a { ...F0 }')} } } ${fragments(2, (n) => `x1 x2 y3 { x1 x2 } ${next(n, 1)}`)}`], // prettier-ignore
    ['a chain of 99 fragments', `{ t { ...F0 } } ${fragments(99, (n) => `n x1 ${next(n, 98)}`)}`],
    ['28 chains of hops', `{ t { ${repeat(28, (n) => `a${n}: y1 { ${hops(6)} }`)} } }`],
    ['P-04: conditions on all implementations', `{ i { ${repeat(IMPLEMENTATIONS, (n) => `... on I${n} { o${n} next { n t { x1 x2 } } }`)} } }`], // prettier-ignore
    ['P-04: conditions five levels deep', `{ i { ${conditions(3, 5)} } }`],
    ['P-04: the interface five levels deep', '{ i { next { next { next { next { t { x1 x2 x3 } } } } } } }'],
    ['P-05: conditions that exclude each other', `{ i { ... on I { ... on I { ... on I0 { ... on I { ... on I1 { n } } } } } } }`], // prettier-ignore
    ['P-06: 48 conditions on entity fields', `query (${repeat(48, (n) => `$v${n}: Boolean! = true`)}) { t { ${repeat(48, (n) => `a @include(if: $v${n}) { x1 x2 }`)} } }`], // prettier-ignore
    ['conditions within conditions', `query (${repeat(40, (n) => `$v${n}: Boolean! = true`)}) { t { ${repeat(20, (n) => `b @include(if: $v${2 * n}) { c @skip(if: $v${2 * n + 1}) { x1 x3 } }`)} } }`], // prettier-ignore
    ['500 equal selections (CVE-2023-26144)', `{ t { ${repeat(500, () => 'a { x1 }')} } }`],
    ['100 equal selections of five levels', `{ t { ${repeat(100, () => 'a { b { c { x1 n } } }')} } }`],
    ['250 equal selections', `{ t { ${repeat(250, () => 'a { n }')} } }`],
    ['1,200 unknown fields', `{ t { ${repeat(1_200, (n) => `u${n}`)} } }`],
    ['1,200 unknown fragments', `{ t { ${repeat(1_200, (n) => `...U${n}`)} } }`],
    ['300 operations', repeat(300, (n) => `query Q${n} { t { id } }`)],
    ['19 aliases of the schema', `{ ${repeat(19, (n) => `s${n}: __schema { types { name fields { name args { name } type { name ofType { name } } } possibleTypes { name } } }`)} }`], // prettier-ignore
    ['28 aliases of possible types', `{ __schema { types { ${repeat(28, (n) => `p${n}: possibleTypes { name kind }`)} } } }`], // prettier-ignore
    ['a list of 2,000 values', `{ t { ${repeat(1, () => 'of(a: 1)')} } __type(name: "${'x'.repeat(50_000)}") { name } }`], // prettier-ignore
  ];
}
