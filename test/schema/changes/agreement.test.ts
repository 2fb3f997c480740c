import fc from 'fast-check';
import {
  BreakingChangeType,
  buildSchema,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
} from 'graphql';
import { diffGraphs } from '../../../schema/changes/diff-graphs';
import { graphVersion } from '../../kit/graph-versions';

const OUTPUTS = ['Int', 'Int!', '[Int]', '[Int!]', '[Int!]!', '[[Int]!]', 'E', 'E!', 'A', 'N', 'U', '[A!]'];
const INPUTS = ['Int', 'Int!', '[Int]', '[Int!]', '[[Int]]', 'E', 'E!', 'J', 'J!'];
/** An input whose default has itself in it never ends. */
const FLAT_INPUTS = INPUTS.filter((type) => !type.includes('J'));
const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  Int: ['1', '2', 'null'],
  'Int!': ['1', '2'],
  '[Int]': ['1', '[1]', '[1, null]', 'null'],
  '[Int!]': ['[1]', '[1, 2]'],
  E: ['V', 'null'],
  J: ['{ p: 1, q: 2 }', '{ q: 2, p: 1 }'],
};

const some = (names: readonly string[]): fc.Arbitrary<string[]> => fc.subarray([...names], { minLength: 1 });

const inputValue = (name: string, types: readonly string[]): fc.Arbitrary<string> =>
  fc
    .constantFrom(...types)
    .chain((type) =>
      fc
        .constantFrom('', ...(DEFAULTS[type] ?? []))
        .map((preset) => `${name}: ${type}${preset === '' ? '' : ` = ${preset}`}`),
    );

const inputValues = (names: readonly string[], types = INPUTS): fc.Arbitrary<string> =>
  some(names).chain((chosen) =>
    fc.tuple(...chosen.map((name) => inputValue(name, types))).map((values) => values.join(' ')),
  );

const field = (name: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.option(inputValues(['a', 'b'])), fc.constantFrom(...OUTPUTS))
    .map(([given, type]) => `${name}${given === null ? '' : `(${given})`}: ${type}`);

const fields = some(['f', 'g', 'h']).chain((names) =>
  fc.tuple(...names.map(field)).map((list) => `{ ${list.join(' ')} }`),
);

/** A type that is sometimes of another kind. */
const anyKind = (name: string, interfaces: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(interfaces, fields).map(([names, body]) => `type ${name} ${names} ${body}`),
    },
    { weight: 1, arbitrary: fields.map((body) => `interface ${name} ${body}`) },
    { weight: 1, arbitrary: fc.constant(`scalar ${name}`) },
  );

const directive = fc
  .tuple(fc.option(inputValues(['a', 'b'])), fc.boolean(), some(['FIELD', 'QUERY', 'FRAGMENT_SPREAD']))
  .map(
    ([given, isRepeatable, locations]) =>
      `directive @d${given === null ? '' : `(${given})`} ${isRepeatable ? 'repeatable' : ''} on ${locations.join(' | ')}`,
  );

/** Everything has a body that is drawn by chance, and what nothing needs is sometimes left out. */
const schema: fc.Arbitrary<GraphQLSchema> = fc
  .tuple(
    fields.map((body) => `type Query ${body}`),
    anyKind('A', fc.constantFrom('', 'implements N')),
    fields.map((body) => `interface N ${body}`),
    fc.constantFrom('union U = A', 'union U = Query', 'union U = A | Query'),
    some(['W', 'X', 'Y']).map((values) => `enum E { V ${values.join(' ')} }`),
    fc.option(inputValues(['r', 's'], FLAT_INPUTS)).map((body) => `input J { p: Int q: Int ${body ?? ''} }`),
    fc.constantFrom('', 'type Extra { f: Int }', 'enum Extra { V }'),
    fc.option(directive).map((text) => text ?? ''),
  )
  // Interfaces need not fit: nothing is asked of these schemas.
  .map((parts) => buildSchema(parts.join('\n'), { assumeValid: true, assumeValidSDL: true }));

const GRAPHQL_JS: readonly string[] = [
  ...Object.keys(BreakingChangeType),
  ...Object.keys(DangerousChangeType),
];

const graph = graphVersion({ a: 'type Query { asked: Int }' });

/** What graphql-js finds, each as its code and the coordinate that its sentence is about. */
function foundByGraphqlJs(before: GraphQLSchema, after: GraphQLSchema): string[] {
  return [...findBreakingChanges(before, after), ...findDangerousChanges(before, after)]
    .filter(({ description }) => !description.startsWith('Standard scalar'))
    .map(({ type, description }) => `${type} ${coordinateIn(type, description)}`)
    .sort();
}

// prettier-ignore
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^A required arg (\w+) on directive (\w+) /, '@$2($1:)'],
  [/^An? \w+ arg (\w+) on (\w+\.\w+) /, '$2($1:)'],
  [/^An? \w+ field (\w+) on input type (\w+) /, '$2.$1'],
  [/^(\w+\.\w+) arg (\w+) /, '$1($2:)'],
  [/^(\w+\.\w+) /, '$1'],
  [/^(\w+) was \w+ \w+ enum type (\w+)/, '$2.$1'],
  [/^\w+ was \w+ \w+ union type (\w+)/, '$1'],
  [/^\w+ added to interfaces implemented by (\w+)/, '$1'],
  [/^Repeatable flag was removed from (\w+)/, '@$1'],
  [/^(\w+) /, '$1'],
];

function coordinateIn(type: string, description: string): string {
  if (type === 'DIRECTIVE_REMOVED') return `@${description.split(' ')[0]}`;
  if (type === 'DIRECTIVE_ARG_REMOVED')
    return description.replace(/^(\w+) was removed from (\w+).$/, '@$2($1:)');
  if (type === 'DIRECTIVE_LOCATION_REMOVED')
    return description.replace(/^\w+ was removed from (\w+).$/, '@$1');
  const [pattern, coordinate] = SENTENCES.find(([sentence]) => sentence.test(description)) ?? [/^/, ''];
  return (pattern.exec(description)?.[0] ?? '').replace(pattern, coordinate);
}

function foundHere(before: GraphQLSchema, after: GraphQLSchema): string[] {
  return diffGraphs({ ...graph, api: before }, { ...graph, api: after })
    .filter(({ code }) => GRAPHQL_JS.includes(code))
    .map(({ code, coordinate }) => `${code} ${coordinate}`)
    .sort();
}

test('on generated pairs of schemas, every code and coordinate of graphql-js is found, and none that it does not find', () => {
  const counts = new Map<string, number>();
  fc.assert(
    fc.property(schema, schema, (before, after) => {
      const expected = foundByGraphqlJs(before, after);
      for (const line of expected) {
        const [code = ''] = line.split(' ');
        counts.set(code, (counts.get(code) ?? 0) + 1);
      }
      expect(foundHere(before, after)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
  // The pairs are worth something only when they reach all 22 kinds.
  expect([...counts.keys()].sort()).toEqual([...GRAPHQL_JS].sort());
});

test('on generated schemas, nothing differs from itself', () => {
  fc.assert(
    fc.property(schema, (same) => {
      expect(diffGraphs({ ...graph, api: same }, { ...graph, api: same })).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
