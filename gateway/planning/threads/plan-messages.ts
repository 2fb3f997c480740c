/** What a planning thread is started with. */
export interface ThreadData {
  /** The text of the supergraph; handed over once. */
  readonly sdl: string;
}

/** One operation to plan, as text: the threads share no objects. */
export interface PlanRequest {
  /** A document of one operation. */
  readonly text: string;
  /** The labels of `@override(label:)` that are on. */
  readonly labels: readonly string[];
}

/** What a planning thread says: once that it can plan or cannot, then one answer for each request. */
export type ThreadMessage =
  | { readonly kind: 'ready'; readonly threadNumber: number | undefined }
  | { readonly kind: 'unusable'; readonly reason: string }
  | PlanReply;

/** The answer to one request: a plan in JSON, or why there is none; the reason is for operators. */
export type PlanReply =
  | { readonly kind: 'plan'; readonly json: string }
  | {
      readonly kind: 'refused';
      readonly code: 'QUERY_TOO_COMPLEX' | 'OPERATION_RESOLUTION_FAILURE';
      readonly reason: string;
    };
