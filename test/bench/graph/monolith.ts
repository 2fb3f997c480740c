import { Supergraph } from '@apollo/federation-internals';
import { type ExecutionResult, type GraphQLSchema, graphql } from 'graphql';
import { createFieldService, type FieldService } from './field-service';

/** Answers an operation from one schema over the same data, without any federation: what every gateway has to answer. */
export type Monolith = (document: string) => Promise<ExecutionResult>;

/** The monolith behind the client's view of a supergraph. */
export function createMonolith(supergraphSdl: string): Monolith {
  const schema: GraphQLSchema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  const rootValue = rootOf(createFieldService());
  return (source) => graphql({ schema, source, rootValue });
}

function rootOf({ technicians, sites, meters }: FieldService): Record<string, unknown> {
  return {
    technicians,
    technician: ({ id }: { id: string }) => technicians.find((technician) => technician.id === id),
    onDuty: technicians[0],
    busiestSites: ({ first }: { first: number }) => sites.slice(0, first),
    meters: ({ first }: { first: number }) => meters.slice(0, first),
  };
}
