import * as fc from 'fast-check';
import { buildSchema, type GraphQLSchema } from 'graphql';

/** One choice after the other, all following from a seed. */
export class Choices {
  constructor(
    private state: number,
    /** How large what is made may become. */
    readonly size: number,
  ) {}

  /** A number from 0 up to, not including, `bound`. */
  below(bound: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  }

  of<T>(items: readonly T[]): T {
    const index = this.below(items.length);
    return items[index] as T; // the index is within the list
  }

  /** True in one of `times`. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }
}

/** Choices for a small world, if a small one fails as well. */
export const choices: fc.Arbitrary<Choices> = fc
  .record({ seed: fc.integer(), size: fc.integer({ min: 1, max: 60 }) })
  .map(({ seed, size }) => new Choices(seed, size));

const LEAVES = ['Int', 'Float', 'String', 'Boolean', 'ID', 'JSON', 'Color'];
const OBJECTS = ['A', 'B', 'C', 'D'];
const ABSTRACT = ['Node', 'Named', 'Any'];
const WRAPPERS = ['T', 'T!', 'T', '[T]', '[T!]', '[T]!', '[T!]!', '[[T!]]', '[[T]!]!', '[[[T!]!]!]!'];
const NAMES = [
  'f0',
  'f1',
  'constructor',
  'toString',
  'f4',
  'f5',
  'length',
  'f7',
  'hasOwnProperty',
  'f9',
  'f10',
  'f11',
];

/** A schema in which equal field names have equal types, so that every merge of fields is valid. */
export function randomSchema(choose: Choices): GraphQLSchema {
  const types = NAMES.map((name, index) => {
    const named = index < 4 ? choose.of(LEAVES) : choose.of([...LEAVES, ...OBJECTS, ...ABSTRACT]);
    return `${name}: ${choose.of(WRAPPERS).replace('T', named)}`;
  });
  const some = (): string[] => types.filter(() => choose.below(3) > 0);
  const node = ['id: ID!', types[0] ?? '', ...some().slice(0, 4)];
  const named = [...node, ...some().slice(0, 3)];
  const fields = (...inherited: string[]): string =>
    [...new Set([...inherited, ...types.slice(4, 7), ...some()])].join(' ');
  return buildSchema(`
    scalar JSON
    enum Color { RED GREEN toString }
    interface Node { ${[...new Set(node)].join(' ')} }
    interface Named implements Node { ${[...new Set(named)].join(' ')} }
    type A implements Node & Named { ${fields(...named)} }
    type B implements Node & Named { ${fields(...named)} }
    type C implements Node { ${fields(...node)} }
    type D { ${fields('id: ID!')} }
    union Any = A | C | D
    type Query { ${types.join(' ')} node: Node nodes: [Named!] any: [Any]! a: A! }
  `);
}
