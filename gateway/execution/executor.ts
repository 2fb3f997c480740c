import { type QueryPlan } from '@apollo/query-planner';
import { type DocumentNode } from 'graphql';
import { type RequestScope } from '../context';
import { type DeferredExecution } from './defer/deferred-execution';
import { type DeferredOperation } from './defer/separate-defers';
import { type ExecutionResult } from './execution-result';

export { type ExecutionResult } from './execution-result';

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

/** Runs plans bit by bit. */
export interface DeferringExecutor {
  /**
   * Runs the plan of a query or mutation of which something is deferred. Resolves with its first answer; failures of
   * subgraphs are errors of the part that they belong to.
   */
  execute(
    plan: QueryPlan,
    request: ExecutionRequest,
    operation: DeferredOperation,
  ): Promise<DeferredExecution>;
}

/** The port of the engine. */
export interface Executor {
  /** Absent in an executor that answers everything whole. */
  readonly deferring?: DeferringExecutor | undefined;
  /** Runs the plan of a query or mutation. Failures of subgraphs are errors in the result; every null has its reason. */
  execute(plan: QueryPlan, request: ExecutionRequest): Promise<ExecutionResult>;
  /**
   * Opens the plan of a subscription. Resolves once the subgraph has accepted it, so that no event after that is missed.
   * Rejects with RequestRefused when it does not. The iteration ends when the scope's signal aborts.
   */
  subscribe(plan: QueryPlan, request: ExecutionRequest): Promise<AsyncIterable<ExecutionResult>>;
}
