import { type IncomingMessage, type ServerResponse } from 'node:http';
import { conformance, type CaseOptions } from './kit/conformance';
import { federated } from './kit/federation-schema';

let answer: { status?: number; type?: string; text: string } | undefined;

/** Lets the second subgraph answer what the case says. */
function answers(status: number, body: unknown, type = 'application/json'): void {
  answer = { status, type, text: typeof body === 'string' ? body : JSON.stringify(body) };
}

const check = conformance([
  {
    name: 'shops',
    sdl: federated(`
        type Query { shops: [Shop!]! shop: Shop }
        type Shop @key(fields: "id") { id: ID! name: String! }
      `),
    resolvers: {
      Query: {
        shops: () => [
          { id: 's1', name: 'One' },
          { id: 's2', name: 'Two' },
        ],
        shop: () => ({ id: 's1', name: 'One' }),
      },
    },
  },
  {
    name: 'stars',
    sdl: federated(`
        type Query { best: String sure: String! }
        type Mutation { rate: Int }
        type Shop @key(fields: "id") { id: ID! stars: Int rank: Int! }
      `),
    handle: (_request: IncomingMessage, response: ServerResponse) => {
      if (!answer) return false;
      response
        .writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/json' })
        .end(answer.text);
      return true;
    },
  },
]);

const NAMES = { shops: [{ name: 'One', stars: null }, { name: 'Two', stars: null }] }; // prettier-ignore
const BOTH = ['shops.0.stars', 'shops.1.stars'];
const Q = '{ shops { name stars } }';
const entities = (...list: unknown[]): object => ({ data: { _entities: list } });

afterEach(() => {
  answer = undefined;
});

/** Declares one case for one answer of the subgraph. */
function when(name: string, prepare: () => void, query: string, data: unknown, options: CaseOptions): void {
  describe(name, () => {
    beforeEach(prepare);
    check('is answered as far as it goes', query, data, options);
  });
}

when('a status 500 with a text', () => answers(500, 'oops', 'text/plain'), Q, NAMES, { explained: BOTH });
when('a status 503 with JSON', () => answers(503, { errors: [{ message: 'busy' }] }), Q, NAMES, {
  explained: BOTH,
});
when('a page of HTML', () => answers(200, '<html></html>', 'text/html'), Q, NAMES, { explained: BOTH });
when('text that is no JSON', () => answers(200, '{"data":'), Q, NAMES, { explained: BOTH });
when('JSON that is no answer', () => answers(200, '[1]'), Q, NAMES, { explained: BOTH });
when('an empty object', () => answers(200, {}), Q, NAMES, { explained: BOTH });
when('data that is null without an error', () => answers(200, { data: null }), Q, NAMES, { explained: BOTH });
when(
  'data that is null with an error',
  () => answers(200, { data: null, errors: [{ message: 'no' }] }),
  Q,
  NAMES,
  { explained: BOTH },
);
when('errors without data', () => answers(200, { errors: [{ message: 'no' }] }), Q, NAMES, {
  explained: BOTH,
});
when('entities that are null', () => answers(200, { data: { _entities: null } }), Q, NAMES, {
  explained: BOTH,
});
when('entities that are no list', () => answers(200, { data: { _entities: 'x' } }), Q, NAMES, {
  explained: BOTH,
});
when('too few entities', () => answers(200, entities()), Q, NAMES, { explained: BOTH });
when('one entity of two with an error', () => answers(200, { ...entities({ stars: 4 }, null), errors: [{ message: 'no', path: ['_entities', 1] }] }), Q, { shops: [{ name: 'One', stars: 4 }, { name: 'Two', stars: null }] }, { explained: ['shops.1.stars'] }); // prettier-ignore
when('one field of an entity with an error', () => answers(200, { ...entities({ stars: 4 }, { stars: null }), errors: [{ message: 'no', path: ['_entities', 1, 'stars'] }] }), Q, { shops: [{ name: 'One', stars: 4 }, { name: 'Two', stars: null }] }, { errors: ['shops.1.stars'] }); // prettier-ignore
when('data and an error without a path', () => answers(200, { ...entities({ stars: 4 }, { stars: 3 }), errors: [{ message: 'warning' }] }), '{ shops { stars } }', { shops: [{ stars: 4 }, { stars: 3 }] }, { errors: [''] }); // prettier-ignore
when('errors that are an empty list', () => answers(200, { ...entities({ stars: 4 }, { stars: 3 }), errors: [] }), '{ shops { stars } }', { shops: [{ stars: 4 }, { stars: 3 }] }, {}); // prettier-ignore
when(
  'a null where none may be',
  () => answers(200, entities({ rank: 1 })),
  '{ shop { name rank } }',
  { shop: { name: 'One', rank: 1 } },
  {},
);
when(
  'a failure where no null may be',
  () => answers(500, ''),
  '{ shop { name rank } }',
  { shop: null },
  { explained: ['shop.rank'] },
);
when('a failure under a list that may not be null', () => answers(500, ''), '{ shops { rank } }', null, {
  explained: ['shops'],
});
when(
  'a value of the wrong type',
  () => answers(200, entities({ stars: 'many' })),
  '{ shop { name stars } }',
  { shop: { name: 'One', stars: null } },
  { errors: ['shop.stars'] },
);
when(
  'an object where a number belongs',
  () => answers(200, entities({ stars: { x: 1 } })),
  '{ shop { stars } }',
  { shop: { stars: null } },
  { errors: ['shop.stars'] },
);
when(
  'a list where a number belongs',
  () => answers(200, entities({ stars: [1] })),
  '{ shop { stars } }',
  { shop: { stars: null } },
  { errors: ['shop.stars'] },
);
when(
  'a root field of a subgraph that fails',
  () => answers(500, ''),
  '{ best shop { name } }',
  { best: null, shop: { name: 'One' } },
  { explained: ['best'] },
);
when('a root field that may not be null', () => answers(500, ''), '{ sure shop { name } }', null, {
  explained: ['sure'],
});
when('two root fields of it', () => answers(500, ''), '{ a: best b: best shop { name stars } }', { a: null, b: null, shop: { name: 'One', stars: null } }, { explained: ['a', 'b', 'shop.stars'] }); // prettier-ignore
when('a mutation', () => answers(500, ''), 'mutation { rate }', { rate: null }, { explained: ['rate'] });
when('more than was asked for', () => answers(200, entities({ stars: 4, secret: 1, rank: 2 })), '{ shop { id name stars } }', { shop: { id: 's1', name: 'One', stars: 4 } }, {}); // prettier-ignore
