import { type GraphQLSchema } from 'graphql';
import { type OperationUse } from './operation-use';
import { type SentInput } from './sent-input';

/** What a change does to an operation that uses what is changed: `perhaps` hurts nobody by itself, but should be known. */
export type Touch = 'none' | 'perhaps' | 'surely';

/** Tells what a change does to an operation. */
export type TouchTest = (use: OperationUse, sent: SentInput) => Touch;

/** The two versions of what clients see. */
export interface SchemaPair {
  readonly base: GraphQLSchema;
  readonly candidate: GraphQLSchema;
}
