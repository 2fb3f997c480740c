import { type QueryPlan } from '@apollo/query-planner';
import { type DocumentNode, type GraphQLFormattedError } from 'graphql';
import { type RequestScope } from '../context';

/** What a plan is executed for. */
export interface ExecutionRequest {
  /** The filtered document that was planned; it has one operation. */
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** What the client sent; it goes to subgraphs. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The same with defaults; it decides conditions. */
  readonly coerced: Readonly<Record<string, unknown>>;
  readonly scope: RequestScope;
}

/** An answer whose errors may all be shown to the client it is for. */
export interface ExecutionResult {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly GraphQLFormattedError[];
  /** The finished JSON of the whole answer, when it was written directly; `data` is then made only if it is asked for. */
  readonly text?: string;
}

/** The port of the engine. */
export interface Executor {
  /** Runs the plan of a query or mutation. Failures of subgraphs are errors in the result; every null has its reason. */
  execute(plan: QueryPlan, request: ExecutionRequest): Promise<ExecutionResult>;
  /**
   * Opens the plan of a subscription. Resolves once the subgraph has accepted it, so that no event after that is missed.
   * Rejects with RequestRefused when it does not. The iteration ends when the scope's signal aborts.
   */
  subscribe(plan: QueryPlan, request: ExecutionRequest): Promise<AsyncIterable<ExecutionResult>>;
}
