import { type FetchNode } from '@apollo/query-planner';

/** A condition of the plan: the step runs only when the variable has this value. */
export interface StepCondition {
  readonly variable: string;
  readonly value: boolean;
}

/** One fetch of a plan, and when it may run. */
export interface FetchStep {
  /** Its position in the list of steps. */
  readonly index: number;
  readonly fetch: FetchNode;
  /** Response keys from the root to the objects it completes, with "@" for the items of a list. */
  readonly path: readonly string[];
  /** Indices of the steps that must be over before it starts. */
  readonly after: readonly number[];
  readonly conditions: readonly StepCondition[];
  /** The part of the plan that it belongs to: 0 is what the first answer needs, others are deferred. */
  readonly part: number;
}
