import * as fc from 'fast-check';
import { buildSchema, isInterfaceType, type GraphQLSchema } from 'graphql';

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
  return buildSchema(
    `
    scalar JSON
    enum Color { RED GREEN __proto }
    interface Node { ${[...new Set(node)].join(' ')} }
    interface Named implements Node { ${[...new Set(named)].join(' ')} }
    type A implements Node & Named { ${fields(...named)} }
    type B implements Node & Named { ${fields(...named)} }
    type C implements Node { ${fields(...node)} }
    type D { ${fields('id: ID!')} }
    union Any = A | C | D
    type Query { ${types.join(' ')} node: Node nodes: [Named!] any: [Any]! a: A! }
  `.replace('__proto', 'toString'),
  );
}

/** An operation that is valid for the schema but for merges of `@include` and the like, which all are. */
export function randomOperation(schema: GraphQLSchema, choose: Choices): string {
  const fragments: string[] = [];
  let budget = choose.size;
  const selection = (typeName: string, depth: number): string => {
    const type = schema.getType(typeName);
    const parts: string[] = [];
    const count = 1 + choose.below(4);
    for (let index = 0; index < count; index += 1) {
      budget -= 1;
      const kind = choose.below(10);
      if (kind < 2 && budget > 0) parts.push(fragment(typeName, depth));
      else if (kind < 3 || !type || !('getFields' in type))
        parts.push(choose.of(['__typename', 't: __typename']));
      else parts.push(field(typeName, depth));
    }
    return `{ ${parts.filter((part) => part !== '').join(' ')} __typename${choose.below(2) === 0 ? '' : ' @include(if: $no)'} }`;
  };
  const field = (typeName: string, depth: number): string => {
    const type = schema.getType(typeName);
    if (!type || !('getFields' in type)) return '';
    const definition = choose.of(Object.values(type.getFields()));
    if (!('type' in definition)) return '';
    const named = String(definition.type).replace(/[[\]!]/g, '');
    const isLeaf = LEAVES.includes(named);
    if (!isLeaf && (depth === 0 || budget <= 0)) return '';
    const alias = choose.of(['', '', '', 'x_', '__proto__']);
    const key =
      alias === ''
        ? ''
        : alias === '__proto__' && definition.name === 'f0'
          ? '__proto__: '
          : `x_${definition.name}: `;
    return `${key}${definition.name}${directive()}${isLeaf ? '' : selection(named, depth - 1)}`;
  };
  const directive = (): string =>
    choose.of([
      '',
      '',
      '',
      ' @include(if: $yes)',
      ' @skip(if: $no)',
      ' @include(if: $no)',
      ' @skip(if: true)',
    ]);
  const fragment = (typeName: string, depth: number): string => {
    const type = schema.getType(typeName);
    const narrower = ABSTRACT.includes(typeName) ? ['Node', 'Named', 'A', 'C'] : ['Node', 'Any'];
    const conditions = ['', typeName, ...narrower].filter((name) => overlaps(schema, name, typeName));
    const condition = type && typeName !== 'Query' ? choose.of(conditions) : choose.of(['', 'Query']);
    const body = selection(condition === '' ? typeName : condition, depth);
    if (condition === '' || choose.below(3) === 0) {
      return `...${condition === '' ? '' : ` on ${condition}`}${directive()} ${body}`;
    }
    const name = `F${fragments.length}`;
    fragments.push(`fragment ${name} on ${condition} ${body}`);
    return `...${name}${directive()} ...${name}`;
  };
  const root = selection('Query', 4);
  return `query ($yes: Boolean = true, $no: Boolean = false) ${root} ${fragments.join('\n')}`;
}

function overlaps(schema: GraphQLSchema, condition: string, typeName: string): boolean {
  if (condition === '' || condition === typeName) return true;
  const possible = (name: string): readonly string[] => {
    const type = schema.getType(name);
    if (isInterfaceType(type)) return schema.getPossibleTypes(type).map((each) => each.name);
    return name === 'Any' ? ['A', 'C', 'D'] : [name];
  };
  return possible(condition).some((name) => possible(typeName).includes(name));
}
