import { readTraceparent, writeTraceparent } from './traceparent';

/** What is told about a span. */
export type SpanAttributes = Readonly<Record<string, string | number | undefined>>;

/** A piece of work that is being timed. */
export interface TraceSpan {
  /** What is passed on to whoever is called in it. */
  readonly traceparent: string;
  /** Ends it; `failure` says in one word what went wrong. */
  readonly end: (attributes?: SpanAttributes, failure?: string) => void;
}

/** The trace that one request belongs to. */
export interface RequestTrace {
  readonly traceId: string;
  /** What is passed on where no span of its own was begun. */
  readonly traceparent: string;
  /** Begins a span below the one of the request. Absent when traces are off: then the client's is only passed on. */
  readonly begin?: (name: string, attributes?: SpanAttributes) => TraceSpan;
  /** Ends the span of the request. */
  readonly end?: TraceSpan['end'];
}

/** Begins the traces of requests, and sends them away. */
export interface Tracing {
  /** Begins the span of a request, below the client's when its `traceparent` is valid. */
  begin(traceparent: unknown, attributes: SpanAttributes): RequestTrace;
  /** Sends what is left. */
  stop(): Promise<void>;
}

/** The trace of a request while traces are off: the client's own, if it sent one. */
export function passTraceOn(traceparent: unknown): RequestTrace | undefined {
  const place = traceparent === undefined ? undefined : readTraceparent(traceparent);
  return place && { traceId: place.traceId, traceparent: writeTraceparent(place) };
}
