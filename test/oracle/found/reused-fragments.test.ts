import { conformance } from '../../conformance/kit/conformance';
import { federated } from '../../conformance/kit/federation-schema';

describe('a fragment with a variable that another selection is equal to, as far as it applies', () => {
  const values = { __typename: 'Value', flag: true };
  const sdl = (mutation: string): string =>
    federated(`
      type Query { ${mutation}Count: Int }
      type Mutation { ${mutation}: ${mutation === 'first' ? 'Flagged' : 'Item'} }
      interface Flagged { flag: Boolean }
      union Any = Place | Item | Value
      type Place @shareable { code: String }
      type Item @key(fields: "id") { id: ID! }
      type Value implements Flagged @shareable { flag: Boolean }
    `);
  const answers = conformance([
    { name: 'one', sdl: sdl('first'), resolvers: { Mutation: { first: () => values } } },
    { name: 'two', sdl: sdl('second'), resolvers: { Mutation: { second: () => ({ id: '1' }) } } },
  ]);

  // The subgraph validates, and would refuse a variable that is not declared.
  answers(
    'is not put in its place',
    `mutation ($yes: Boolean! = true) { first { x: flag } second { ...F } }
     fragment F on Any { ... on Place { code @skip(if: $yes) } ... on Flagged { x: flag } }`,
    { first: { x: true }, second: {} },
  );
});
