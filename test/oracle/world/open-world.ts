import { composeServices } from '@apollo/composition';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import {
  getArgumentValues,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql';
import { type FieldModel, type Model } from '../model/model';
import { printSubgraph } from '../model/print-subgraph';
import { buildSubgraph } from './subgraph-schema';
import { attachWholeData } from './whole-schema';

/** A model in every form that answering needs. */
export interface OpenWorld {
  readonly model: Model;
  readonly supergraph: string;
  /** The executable schema of each subgraph. */
  readonly subgraphs: ReadonlyMap<string, GraphQLSchema>;
  /** What clients see, answering without subgraphs. */
  readonly whole: GraphQLSchema;
  /** The arguments of a field in a field set. */
  readArguments(type: string, field: FieldModel, selection: SelectionNode): Record<string, unknown>;
}

/** Composes a model and builds its schemas. Throws when it does not compose. */
export function openWorld(model: Model): OpenWorld {
  const result = composeServices(
    model.subgraphs.map((name) => ({
      name,
      url: `http://${name}.invalid/graphql`,
      typeDefs: parse(printSubgraph(model, name)),
    })),
  );
  if (!result.supergraphSdl) throw new Error(String(result.errors));
  const supergraph = Supergraph.build(result.supergraphSdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  });
  const everything = supergraph.schema.toGraphQLJSSchema();
  return {
    model,
    supergraph: result.supergraphSdl,
    subgraphs: new Map(model.subgraphs.map((name) => [name, buildSubgraph(model, name)])),
    whole: attachWholeData(supergraph.apiSchema().toGraphQLJSSchema(), model),
    readArguments: (type, { name }, selection) => {
      const found = everything.getType(type);
      if (!isObjectType(found) && !isInterfaceType(found)) return {};
      const definition = found.getFields()[name];
      if (!definition || selection.kind !== Kind.FIELD) return {};
      return getArgumentValues(definition, selection);
    },
  };
}
