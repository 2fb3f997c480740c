import { conformance } from '../../conformance/kit/conformance';
import { federated } from '../../conformance/kit/federation-schema';

const item = { __typename: 'Book', title: 'b' };
const memo = { __typename: 'Memo', note: { text: 't', size: 1 } };

/** Two subgraphs of which one does not know the member Memo; of Note, it knows `known`. */
function world(known: string): ReturnType<typeof conformance> {
  return conformance(
    [
      {
        name: 'few',
        sdl: federated(`
          type Query { item: Item }
          union Item = Book
          type Book @shareable { title: String }
          ${known}
        `),
        resolvers: { Query: { item: () => item } },
      },
      {
        name: 'all',
        sdl: federated(`
          type Query { memo: Item memos: [Item] }
          union Item = Book | Memo
          type Book @shareable { title: String }
          type Note { text: String @shareable size: Int @shareable }
          type Memo { note: Note }
        `),
        resolvers: { Query: { memo: () => memo, memos: () => [memo, item] } },
      },
    ],
    { monolith: { item, memo, memos: [memo, item] } },
  );
}

const query = `
  query ($no: Boolean!) { item { ... on Memo { note { ...F } } ... on Memo { note @skip(if: $no) { text x: size } } } memo { ... on Memo { note { ...F } } } }
  fragment F on Note { text x: size }`;
const data = { item: {}, memo: { note: { text: 't', x: 1 } } };

describe('a fragment that only a union member unknown to the subgraph uses', () => {
  const answers = world('type Note @shareable { text: String size: Int }');

  // The subgraph validates, and would refuse it.
  answers('is not sent there', query, data, { requests: { few: 1, all: 1 }, variables: { no: false } });
});

describe('a union member of which the subgraph knows the values in part', () => {
  const answers = world('type Note @shareable { text: String }');

  answers('can be asked for all the same', query, data, { variables: { no: false } });

  answers('in a list', '{ memos { ... on Memo { note { size text } } ... on Book { title } } }', {
    memos: [{ note: { size: 1, text: 't' } }, { title: 'b' }],
  });
});
