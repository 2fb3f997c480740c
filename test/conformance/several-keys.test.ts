import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

const books = [
  { id: 'b1', isbn: '111', shelf: 's1', title: 'Tides', price: 5, stock: 3, rating: 4 },
  { id: 'b2', isbn: '222', shelf: 's2', title: 'Cables', price: 7, stock: 0, rating: 2 },
];
type Book = (typeof books)[number];

/** A reference by whichever of `keys` arrives; it must be one that the subgraph declares. */
function byAny(...keys: readonly (keyof Book)[]): (representation: Partial<Book>) => Book | undefined {
  return (representation) => {
    const key = keys.find((name) => name in representation);
    if (!key) throw new Error(`a representation with none of ${keys.join(', ')}`);
    return books.find((book) => book[key] === representation[key]);
  };
}

// catalogue knows id, shop id and isbn, store isbn and shelf, critics shelf: three hops from catalogue to critics.
const check = conformance(
  [
    {
      name: 'catalogue',
      sdl: federated(`
        type Query { books: [Book!]! book: Book }
        type Book @key(fields: "id") { id: ID! title: String! }
      `),
      resolvers: {
        Query: { books: () => books, book: () => books[0] },
        Book: { __resolveReference: byAny('id') },
      },
    },
    {
      name: 'shop',
      sdl: federated(`
        type Query { offer: Book }
        type Book @key(fields: "id") @key(fields: "isbn") { id: ID! isbn: String! price: Int! }
      `),
      resolvers: { Query: { offer: () => books[1] }, Book: { __resolveReference: byAny('id', 'isbn') } },
    },
    {
      name: 'store',
      sdl: federated(`
        type Query { stocked: [Book!]! }
        type Book @key(fields: "isbn") @key(fields: "shelf") { isbn: String! shelf: ID! stock: Int! }
      `),
      resolvers: {
        Query: { stocked: () => [books[0]] },
        Book: { __resolveReference: byAny('isbn', 'shelf') },
      },
    },
    {
      name: 'critics',
      sdl: federated(`
        type Query { best: Book }
        type Book @key(fields: "shelf") { shelf: ID! rating: Int! }
      `),
      resolvers: { Query: { best: () => books[0] }, Book: { __resolveReference: byAny('shelf') } },
    },
  ],
  { monolith: { books, book: books[0], offer: books[1], stocked: [books[0]], best: books[0] } },
);

check(
  'a subgraph with another key is reached through one that knows both',
  '{ books { title stock } }',
  {
    books: [
      { title: 'Tides', stock: 3 },
      { title: 'Cables', stock: 0 },
    ],
  },
  { requests: { catalogue: 1, shop: 1, store: 1 } },
);

check(
  'a chain of three keys is followed',
  '{ books { title rating } }',
  {
    books: [
      { title: 'Tides', rating: 4 },
      { title: 'Cables', rating: 2 },
    ],
  },
  { requests: { catalogue: 1, shop: 1, store: 1, critics: 1 } },
);

check(
  'the chain is followed backwards',
  '{ best { rating title } }',
  { best: { rating: 4, title: 'Tides' } },
  { requests: { critics: 1, store: 1, shop: 1, catalogue: 1 } },
);

check(
  'what lies on the way is taken along',
  '{ best { rating stock price title id isbn shelf } }',
  { best: { rating: 4, stock: 3, price: 5, title: 'Tides', id: 'b1', isbn: '111', shelf: 's1' } },
  { requests: { critics: 1, store: 1, shop: 1, catalogue: 1 } },
);

check(
  'a start in the middle goes both ways',
  '{ offer { title rating } }',
  { offer: { title: 'Cables', rating: 2 } },
  { requests: { shop: 1, catalogue: 1, store: 1, critics: 1 } },
);

check(
  'several starts do not disturb each other',
  '{ stocked { title rating } offer { stock } book { price } }',
  {
    stocked: [{ title: 'Tides', rating: 4 }],
    offer: { stock: 0 },
    book: { price: 5 },
  },
);
