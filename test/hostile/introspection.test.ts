import { getIntrospectionQuery } from 'graphql';
import { errorsOf, expectRefusal, repeat, startHostileWorld, type HostileWorld } from '../kit/hostile-world';

const VALIDATION = 'GRAPHQL_VALIDATION_FAILED';
let open: HostileWorld;
let closed: HostileWorld;
beforeAll(async () => {
  open = await startHostileWorld();
  closed = await startHostileWorld({ introspection: false });
});
afterAll(async () => {
  await open.close();
  await closed.close();
});

describe('D-32: introspection in circles', () => {
  test.each([
    [
      'fields of the types of fields',
      `{ __schema { types { ${'fields { type { '.repeat(10)} name ${'} }'.repeat(10)} } } }`,
    ],
    [
      'possible types of possible types',
      `{ __schema { types { ${'possibleTypes { '.repeat(8)} name ${'}'.repeat(8)} } } }`,
    ],
    [
      'interfaces of possible types',
      `{ __schema { types { ${'interfaces { possibleTypes { '.repeat(5)} name ${'} }'.repeat(5)} } } }`,
    ],
    [
      'from one type',
      `{ __type(name: "Book") { ${'fields { type { '.repeat(10)} name ${'} }'.repeat(10)} } }`,
    ],
    [
      'hidden in fragments',
      `{ __type(name: "Book") { ...A } } fragment A on __Type { fields { type { ...B } } } fragment B on __Type { fields { type { ...C } } } fragment C on __Type { fields { type { fields { name } } } }`,
    ],
  ])('%s', async (_name, query) => {
    expectRefusal(await open.operation(query), 400, VALIDATION);
  });
});

describe('D-32: the schema is not read over and over', () => {
  const WHOLE = 'types { name kind fields { name args { name type { name } defaultValue } type { name ofType { name } } } enumValues { name } inputFields { name type { name } } possibleTypes { name } interfaces { name } } directives { name args { name } }'; // prettier-ignore

  test.each([
    ['under 19 aliases', `{ ${repeat(19, (n) => `a${n}: __schema { ${WHOLE} }`)} }`],
    [
      'in a fragment under 19 aliases',
      `{ ${repeat(19, (n) => `a${n}: __schema { ...S }`)} } fragment S on __Schema { ${WHOLE} }`,
    ],
    [
      'by aliases of its types',
      `{ __schema { ${repeat(28, (n) => `a${n}: types { fields { name args { name type { name ofType { name } } } type { name ofType { name ofType { name } } } } enumValues { name } inputFields { name } }`)} } }`,
    ],
  ])('%s', async (_name, query) => {
    expectRefusal(await open.operation(query), 400, 'QUERY_TOO_COMPLEX');
  });

  test('what tools ask is answered in full', async () => {
    const queries = [
      getIntrospectionQuery(),
      getIntrospectionQuery({
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
      }),
      `{ ${repeat(19, (n) => `a${n}: __type(name: "Book") { name fields { name type { name } } }`)} }`,
    ];
    for (const query of queries) {
      const outcome = await open.operation(query);
      expect([outcome.status, errorsOf(outcome)]).toEqual([200, []]);
    }
  });
});

describe('D-33: introspection that is off is off under any name', () => {
  test.each([
    ['plain', '{ __schema { queryType { name } } }'],
    ['an alias', '{ x: __schema { queryType { name } } }'],
    ['a fragment on Query', '{ ...F } fragment F on Query { __schema { queryType { name } } }'],
    ['an inline fragment without a type', '{ ... { __schema { queryType { name } } } }'],
    ['one type by a variable', 'query ($v: String!) { __type(name: $v) { name } }'],
    ['behind a condition', '{ __schema @include(if: true) { queryType { name } } }'],
    ['behind a condition that does not hold', '{ __schema @skip(if: true) { queryType { name } } }'],
    ['deferred', '{ ... @defer { __schema { queryType { name } } } }'],
    ['beside data', '{ books { id } __schema { queryType { name } } }'],
    ['of a mutation', 'mutation { __schema { queryType { name } } }'],
  ])('%s', async (_name, query) => {
    expectRefusal(await closed.operation(query, { variables: { v: 'Book' } }), 400, VALIDATION);
  });

  test('and nothing is suggested', async () => {
    const queries = ['{ boks { id } }', '{ book(ident: 1) { id } }', '{ find(genre: CRIMES) { __typename } }', '{ ... on Boo { id } }']; // prettier-ignore
    for (const query of queries) {
      const outcome = await closed.operation(query);
      expectRefusal(outcome, 400, VALIDATION);
      expect(outcome.text).not.toContain('Did you mean');
    }
  });
});

describe('D-34: what is inaccessible is told of as if it did not exist', () => {
  const message = async (query: string): Promise<string> => {
    const outcome = await open.operation(query);
    expectRefusal(outcome, 400, VALIDATION);
    return errorsOf(outcome)[0]?.message ?? '';
  };

  test('a field, an argument and a value', async () => {
    expect(await message('{ hidden }')).toBe((await message('{ xidden }')).replace('xidden', 'hidden'));
    expect(await message('{ priced(currency: "x") }')).toBe(
      (await message('{ priced(xurrency: "x") }')).replace('xurrency', 'currency'),
    );
    expect(await message('{ priced(genre: BANNED) }')).toBe(
      (await message('{ priced(genre: XANNED) }')).replace('XANNED', 'BANNED'),
    );
    expect(await message('{ item { ... on Ghost { id } } }')).toBe(
      (await message('{ item { ... on Xhost { id } } }')).replace('Xhost', 'Ghost'),
    );
  });

  test('a value in a variable', async () => {
    const query = 'query ($g: Genre) { priced(genre: $g) }';
    const hidden = await open.operation(query, { variables: { g: 'BANNED' } });
    const unknown = await open.operation(query, { variables: { g: 'XANNED' } });
    expectRefusal(hidden, 400, 'BAD_USER_INPUT');
    expect(hidden.text).toBe(unknown.text.replaceAll('XANNED', 'BANNED'));
  });

  test('in introspection', async () => {
    const { text } = await open.operation('{ __type(name: "Ghost") { name } }');
    expect(text).toBe('{"data":{"__type":null}}');
    const whole = await open.operation(getIntrospectionQuery());
    expect(whole.text).not.toMatch(/Ghost|BANNED|hidden|currency|join__|_entities|_service|"_Any"/);
  });
});
