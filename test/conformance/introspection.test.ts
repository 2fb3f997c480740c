import { buildClientSchema, getIntrospectionQuery, printSchema, validateSchema } from 'graphql';
import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

const check = conformance(
  [
    {
      name: 'a',
      sdl: federated(`
        "The entry"
        type Query { thing(id: ID! = "x", old: Int @deprecated(reason: "unused")): Thing all(first: [Int!] = [1, 2]): [Thing!] }
        "A thing" type Thing @key(fields: "id") @tag(name: "internal") { "Its key" id: ID! gone: Int @deprecated }
        enum Kind { A B @deprecated(reason: "no B") }
        scalar Stamp @specifiedBy(url: "https://example.org/stamp")
        input Choice @tag(name: "x") { kind: Kind! = A at: Stamp nested: Choice }
      `),
      resolvers: { Query: { thing: () => ({ id: 'x' }), all: () => [] } },
    },
    {
      name: 'b',
      sdl: federated(`
        type Mutation { pick(choice: Choice): Kind }
        type Thing @key(fields: "id") { id: ID! kind: Kind at: Stamp }
        enum Kind { A B }
        scalar Stamp
        input Choice { kind: Kind! = A at: Stamp nested: Choice }
      `),
      resolvers: { Thing: { kind: () => 'B', at: () => 5 } },
    },
  ],
  { monolith: { thing: { id: 'x', kind: 'B' } } },
);

check(
  'the roots',
  '{ __schema { queryType { name kind } mutationType { name } subscriptionType { name } } }',
  {
    __schema: {
      queryType: { name: 'Query', kind: 'OBJECT' },
      mutationType: { name: 'Mutation' },
      subscriptionType: null,
    },
  },
  { requests: {} },
);

check(
  'a type with descriptions and deprecation',
  '{ __type(name: "Thing") { description fields(includeDeprecated: true) { name isDeprecated deprecationReason type { kind name ofType { name } } } } }',
  {
    __type: {
      description: 'A thing',
      fields: [
        {
          name: 'id',
          isDeprecated: false,
          deprecationReason: null,
          type: { kind: 'NON_NULL', name: null, ofType: { name: 'ID' } },
        },
        {
          name: 'gone',
          isDeprecated: true,
          deprecationReason: 'No longer supported',
          type: { kind: 'SCALAR', name: 'Int', ofType: null },
        },
        {
          name: 'kind',
          isDeprecated: false,
          deprecationReason: null,
          type: { kind: 'ENUM', name: 'Kind', ofType: null },
        },
        {
          name: 'at',
          isDeprecated: false,
          deprecationReason: null,
          type: { kind: 'SCALAR', name: 'Stamp', ofType: null },
        },
      ],
    },
  },
);

check(
  'beside data, under aliases, by variables',
  'query($n: String!) { thing { id kind } t: __type(name: $n) { enumValues { name } } s: __schema { __typename } }',
  {
    thing: { id: 'x', kind: 'B' },
    t: { enumValues: [{ name: 'A' }] },
    s: { __typename: '__Schema' },
  },
  { variables: { n: 'Kind' }, requests: { a: 1, b: 1 } },
);

check('a type that is not there', '{ __type(name: "Nothing") { name } }', { __type: null });

check(
  'left out',
  'query($no: Boolean!) { __schema @include(if: $no) { queryType { name } } __type(name: "Kind") @skip(if: $no) { kind } }',
  {
    __type: { kind: 'ENUM' },
  },
  { variables: { no: false } },
);

check(
  'fragments in introspection',
  '{ __type(name: "Choice") { ...I } } fragment I on __Type { kind inputFields { ...F } } fragment F on __InputValue { name defaultValue }',
  {
    __type: {
      kind: 'INPUT_OBJECT',
      inputFields: [
        { name: 'kind', defaultValue: 'A' },
        { name: 'at', defaultValue: null },
        { name: 'nested', defaultValue: null },
      ],
    },
  },
);

test('the whole schema is valid and says nothing of federation', async () => {
  const { body } = await check
    .world()
    .ask(getIntrospectionQuery({ descriptions: true, specifiedByUrl: true, inputValueDeprecation: true }));
  // The answer of the introspection query is what buildClientSchema reads.
  const schema = buildClientSchema(body.data as unknown as Parameters<typeof buildClientSchema>[0]);
  expect(validateSchema(schema)).toEqual([]);
  const text = printSchema(schema);
  expect(text).not.toMatch(/_entities|_service|_Any|join__|link__|@tag|@key|FieldSet|inaccessible/);
  expect(text).toContain('thing(id: ID! = "x", old: Int @deprecated(reason: "unused")): Thing');
});
