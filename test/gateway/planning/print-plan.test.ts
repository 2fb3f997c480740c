import { createApolloPlanner } from '../../../gateway/planning/apollo-planner';
import { printPlan } from '../../../gateway/planning/print-plan';
import { compose } from '../../kit/plans';

const planText = createApolloPlanner(
  compose({
    people: `
      type Query { person(id: ID!): Person me: Person }
      type Mutation { rename(id: ID!, name: String!): Person }
      type Subscription { renamed: Person }
      type Person @key(fields: "id") { id: ID! name: String! weight: Int }`,
    books: `
      type Person @key(fields: "id") {
        id: ID!
        weight: Int @external
        read: [Book!]
        shipping(fast: Boolean): Int @requires(fields: "weight")
      }
      type Book { title: String! }`,
  }),
);

function printed(operation: string): string {
  return printPlan(planText(operation, []));
}

test('a plan shows its fetches in order, with their place, what they need, and their operation', () => {
  expect(printed('query Q($id: ID!) { person(id: $id) { name shipping(fast: true) } }')).toBe(
    `Sequence
  Fetch people
    query($id: ID!) {
      person(id: $id) {
        __typename
        id
        name
        weight
      }
    }
  At person
    Fetch books
      requires {
        ... on Person {
          __typename
          id
          weight
        }
      }
      query($representations: [_Any!]!) {
        _entities(representations: $representations) {
          ... on Person {
            shipping(fast: true)
          }
        }
      }`,
  );
});

test('conditions are shown by their variable', () => {
  const text = printed('query ($all: Boolean!) { me { name ... @include(if: $all) { read { title } } } }');
  expect(text.split('\n').filter((line) => /If|Fetch|At/.test(line))).toEqual([
    '  Fetch people',
    '  If $all',
    '    At me',
    '      Fetch books',
  ]);
});

test('a subscription shows what opens it and what is done for each event', () => {
  expect(printed('subscription { renamed { name read { title } } }')).toMatch(
    /^Subscription\n {2}Fetch people\n {4}subscription \{[^]*\nthen, for each event\n {2}Sequence\n {4}At renamed\n {6}Fetch books\n/,
  );
});

test('a deferred part shows its label, its place and what it waits for', () => {
  const text = printed('{ me { name ... @defer(label: "later") { read { title } } } }');
  expect(text.split('\n').filter((line) => /Defer|Primary|Fetch/.test(line))).toEqual([
    'Defer',
    '  Primary',
    '    Fetch people (0)',
    '  Deferred "later" at me after 0',
    '      Fetch books',
  ]);
});

test('an operation without @defer has the same plan as if it were off', () => {
  expect(printed('{ me { name read { title } } }')).not.toMatch(/Defer|\(\d\)/);
});

test('the values that are rewritten on their way are shown', () => {
  const withInterfaceObject = createApolloPlanner(
    compose({
      shelf:
        'type Query { media: [Media] } interface Media @key(fields: "id") { id: ID! } type Film implements Media @key(fields: "id") { id: ID! length: Int }',
      stars: 'type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }',
    }),
  );
  expect(printPlan(withInterfaceObject('{ media { id stars } }', []))).toContain(
    'sent: ... on Media.__typename is set to "Media"',
  );
});

test('a plan of nothing says so', () => {
  expect(printPlan({ kind: 'QueryPlan' })).toBe('Nothing');
});
