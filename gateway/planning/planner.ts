import { type QueryPlan } from '@apollo/query-planner';
import { type DocumentNode } from 'graphql';

/** An operation to plan: a document of one operation, already filtered for its caller. */
export interface PlannableOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** True for what has been planned before, under another supergraph: it is no attack, and may take longer. */
  readonly isProven?: boolean;
}

/** What beside the operation decides a plan. */
export interface PlanConditions {
  /** The value of each label of `@override(label:)`; labels that are absent are off. */
  readonly overrideLabels: ReadonlyMap<string, boolean>;
}

/** The port of the planner. A plan is plain JSON: it may be made anywhere, cached, and must not be changed. */
export interface Planner {
  /** The plan of `operation`. Rejects with RequestRefused when it has none. */
  plan(operation: PlannableOperation, conditions: PlanConditions): Promise<QueryPlan>;
}
