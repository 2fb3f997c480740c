import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

const records = [
  { ean: 'e1', id: '1', writer: { name: 'Ada' } },
  { ean: 'e2', id: '2', writer: null },
  { ean: 'e3', id: '3', writer: { name: 'Cato' } },
];

// labels knows the ean, index ean and id, writers the id. index has lost e3, so nobody can tell the writer of e3.
describe('an entity that a subgraph on the way does not know', () => {
  const check = conformance(
    [
      {
        name: 'labels',
        sdl: federated(`
          type Query { boxes: [Box] }
          type Box { record: Record }
          type Record @key(fields: "ean") { ean: ID! }
        `),
        resolvers: {
          Query: {
            boxes: () => [...records.map(({ ean }) => ({ record: { ean } })), { record: null }, null],
          },
        },
      },
      {
        name: 'index',
        sdl: federated(`type Record @key(fields: "id") @key(fields: "ean") { id: ID! ean: ID! }`),
        resolvers: {
          Record: {
            __resolveReference: ({ ean }: { ean?: string }) =>
              ean === 'e3' ? null : records.find((record) => record.ean === ean),
          },
        },
      },
      {
        name: 'writers',
        sdl: federated(`
          type Record @key(fields: "id") { id: ID! writer: Writer }
          type Writer { name: String! }
        `),
        resolvers: {
          Record: {
            __resolveReference: ({ id }: { id?: string | null }) => {
              if (id == null) throw new Error('a representation without its key');
              return records.find((record) => record.id === id);
            },
          },
        },
      },
    ],
    {
      monolith: {
        boxes: [
          ...records.map((record) => ({
            record: record.ean === 'e3' ? { ...record, writer: null } : record,
          })),
          { record: null },
          null,
        ],
      },
    },
  );

  check(
    'is null beyond it, and nobody is asked with half a key',
    '{ boxes { record { ean writer { name } } } }',
    {
      boxes: [
        { record: { ean: 'e1', writer: { name: 'Ada' } } },
        { record: { ean: 'e2', writer: null } },
        { record: { ean: 'e3', writer: null } },
        { record: null },
        null,
      ],
    },
  );

  check('leaves the key that is known', '{ boxes { record { ean } } }', {
    boxes: [
      { record: { ean: 'e1' } },
      { record: { ean: 'e2' } },
      { record: { ean: 'e3' } },
      { record: null },
      null,
    ],
  });
});

describe('a key that is null', () => {
  const people = [
    { id: 'p1', badge: 'k1', door: 'east' },
    { id: 'p2', badge: null, door: null },
  ];
  const check = conformance(
    [
      {
        name: 'people',
        sdl: federated(`
          type Query { people: [Person!]! }
          type Person @key(fields: "badge") { id: ID! badge: String }
        `),
        resolvers: { Query: { people: () => people } },
      },
      {
        name: 'doors',
        sdl: federated(`type Person @key(fields: "badge") { badge: String door: String }`),
        resolvers: {
          Person: {
            __resolveReference: ({ badge }: { badge: string | null }) =>
              people.find((person) => person.badge === badge) ?? null,
          },
        },
      },
    ],
    { monolith: { people } },
  );

  check('is a key like any other, or at least harmless', '{ people { id door } }', {
    people: [
      { id: 'p1', door: 'east' },
      { id: 'p2', door: null },
    ],
  });
});

describe('an entity that is not found', () => {
  const check = conformance([
    {
      name: 'links',
      sdl: federated(`
        type Query { links: [Link!]! loose: [Note]! strict: Note! }
        type Link { note: Note }
        type Note @key(fields: "id") { id: ID! }
      `),
      resolvers: {
        Query: {
          links: () => [{ note: { id: 'n1' } }, { note: { id: 'gone' } }],
          loose: () => [{ id: 'gone' }, { id: 'n1' }],
          strict: () => ({ id: 'gone' }),
        },
      },
    },
    {
      name: 'notes',
      sdl: federated(`type Note @key(fields: "id") { id: ID! text: String size: Int! }`),
      resolvers: {
        Note: {
          __resolveReference: ({ id }: { id: string }) =>
            id === 'n1' ? { id, text: 'Hello', size: 5 } : null,
        },
      },
    },
  ]);

  check(
    'leaves nulls without an error where nulls may be: its subgraph chose them',
    '{ loose { id text } }',
    {
      loose: [
        { id: 'gone', text: null },
        { id: 'n1', text: 'Hello' },
      ],
    },
  );

  check(
    'is an error below a type that may not be null, and the parent is null',
    '{ links { note { id size } } }',
    { links: [{ note: { id: 'n1', size: 5 } }, { note: null }] },
    { errors: ['links.1.note.size'] },
  );

  check('takes the whole answer when nothing above may be null', '{ strict { size } }', null, {
    errors: ['strict.size'],
  });

  check(
    'is one null in a list',
    '{ loose { size } }',
    { loose: [null, { size: 5 }] },
    { errors: ['loose.0.size'] },
  );
});
