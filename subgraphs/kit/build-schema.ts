import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type DefinitionNode, type GraphQLSchema, parse, print } from 'graphql';
import { buildSchemaSync, createResolversMap } from 'type-graphql';
import { BigIntScalar, DateTime, Decimal } from './scalars';
import type { RoomSchema } from './room';

const FEDERATION_LINK = `extend schema
  @link(
    url: "https://specs.apollo.dev/federation/v2.9"
    import: ["@key", "@external", "@requires", "@provides", "@shareable", "@tag", "@inaccessible", "@authenticated", "@requiresScopes", "@cost", "@listSize"]
  )
`;

const NO_PUB_SUB = {
  publish: (): never => {
    throw new Error('subscriptions read the feed of their room');
  },
  subscribe: (): never => {
    throw new Error('subscriptions read the feed of their room');
  },
};

/** A subgraph's schema in both of its forms. */
export interface SubgraphSchema {
  /** The SDL that is composed and committed as `schema.graphql`. */
  readonly sdl: string;
  readonly executable: GraphQLSchema;
}

/** Builds a subgraph's schema from its type-graphql classes (Apollo Federation 2 subgraph specification). */
export function buildRoomSchema(room: RoomSchema): SubgraphSchema {
  const schema = buildSchemaSync({
    resolvers: room.resolvers,
    orphanedTypes: room.orphanedTypes,
    skipCheck: true,
    validate: false,
    // Every subscription brings its own source (the room's feed); type-graphql only wants to see one.
    pubSub: NO_PUB_SUB,
    scalarsMap: [{ type: Date, scalar: DateTime }],
  });
  const sdl = `${FEDERATION_LINK}\n${sortedSdl(printSchemaWithDirectives(schema, { assumeValid: true }))}\n`;
  const resolvers = createResolversMap(schema);
  for (const scalar of [DateTime, Decimal, BigIntScalar]) {
    if (schema.getType(scalar.name)) resolvers[scalar.name] = scalar;
  }
  for (const [type, resolveReference] of Object.entries(room.references)) {
    // The map's values are objects of field resolvers; this adds one more to an object type's.
    const fields = (resolvers[type] ?? {}) as Record<string, unknown>;
    resolvers[type] = { ...fields, __resolveReference: resolveReference } as never;
  }
  const executable = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
  return { sdl, executable };
}

const ROOT_TYPES = ['Query', 'Mutation', 'Subscription'];

/**
 * Root types first, then by name; fields stay as their classes order them. Otherwise the text would depend on which
 * file of which room was loaded first.
 */
function sortedSdl(sdl: string): string {
  const rank = (node: DefinitionNode): string => {
    if (!('name' in node) || node.name === undefined) return '0';
    const root = ROOT_TYPES.indexOf(node.name.value);
    return root < 0 ? `2${node.name.value}` : `1${root}`;
  };
  const definitions = [...parse(sdl).definitions].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return definitions.map((definition) => print(definition)).join('\n\n');
}
