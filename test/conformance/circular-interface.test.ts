import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const nodes = [
  { __typename: 'Folder', id: 'f1', name: 'root', parent: null, notes: ['first'] },
  { __typename: 'Folder', id: 'f2', name: 'docs', parent: 'f1', notes: [] },
  { __typename: 'File', id: 'd1', name: 'plan', parent: 'f2', notes: ['second', 'third'] },
];
type Node = (typeof nodes)[number];

function parentOf({ parent }: Node): Node | null {
  return nodes.find(({ id }) => id === parent) ?? null;
}

function childrenOf({ id }: { id: string }): Node[] {
  return nodes.filter(({ parent }) => parent === id);
}

/** The same node with its relations, for the schema without subgraphs. */
function whole(node: Node): Record<string, unknown> {
  return {
    ...node,
    parent: () => {
      const parent = parentOf(node);
      return parent && whole(parent);
    },
    children: () => childrenOf(node).map(whole),
  };
}

const folders = nodes.filter(({ __typename }) => __typename === 'Folder');
const files = nodes.filter(({ __typename }) => __typename === 'File');

const check = conformance(
  [
    {
      name: 'tree',
      sdl: federated(`
        type Query { entry(id: ID!): Entry root: Folder! }
        interface Entry { id: ID! name: String! parent: Entry }
        type Folder implements Entry @key(fields: "id") { id: ID! name: String! parent: Entry children: [Entry!]! }
        type File implements Entry @key(fields: "id") { id: ID! name: String! parent: Entry }
      `),
      resolvers: {
        Query: {
          entry: (_: unknown, { id }: { id: string }) => nodes.find((node) => node.id === id),
          root: () => nodes[0],
        },
        Folder: { __resolveReference: findBy(folders, 'id'), parent: parentOf, children: childrenOf },
        File: { __resolveReference: findBy(files, 'id'), parent: parentOf },
      },
    },
    {
      name: 'notes',
      sdl: federated(`
        interface Entry { id: ID! notes: [String!]! }
        type Folder implements Entry @key(fields: "id") { id: ID! notes: [String!]! }
        type File implements Entry @key(fields: "id") { id: ID! notes: [String!]! }
      `),
      resolvers: {
        Folder: { __resolveReference: findBy(folders, 'id') },
        File: { __resolveReference: findBy(files, 'id') },
      },
    },
  ],
  {
    monolith: {
      entry: ({ id }: { id: string }) => nodes.filter((node) => node.id === id).map(whole)[0],
      root: () => nodes.slice(0, 1).map(whole)[0],
    },
  },
);

check(
  'an interface that refers to itself is climbed',
  '{ entry(id: "d1") { name parent { name parent { name parent { name } } } } }',
  { entry: { name: 'plan', parent: { name: 'docs', parent: { name: 'root', parent: null } } } },
  { requests: { tree: 1 } },
);

check(
  'each level takes its fields from the other subgraph',
  '{ entry(id: "d1") { notes parent { notes parent { notes } } } }',
  { entry: { notes: ['second', 'third'], parent: { notes: [], parent: { notes: ['first'] } } } },
);

check(
  'down through one type and up through the interface',
  '{ root { children { id notes ... on Folder { children { __typename notes parent { id notes } } } } } }',
  {
    root: {
      children: [
        {
          id: 'f2',
          notes: [],
          children: [{ __typename: 'File', notes: ['second', 'third'], parent: { id: 'f2', notes: [] } }],
        },
      ],
    },
  },
);

check(
  'a fragment used at two levels',
  `{ entry(id: "d1") { ...Line parent { ...Line } } }
   fragment Line on Entry { id notes ... on Folder { name } ... on File { title: name } }`,
  {
    entry: {
      id: 'd1',
      notes: ['second', 'third'],
      title: 'plan',
      parent: { id: 'f2', notes: [], name: 'docs' },
    },
  },
);
