import { setTimeout as sleep } from 'node:timers/promises';
import {
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ConsoleSpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { type Logger } from 'pino';
import { type RequestTrace, type SpanAttributes, type TraceSpan, type Tracing } from './request-trace';
import { readTraceparent, writeTraceparent } from './traceparent';

/** A collector that is gone must not hold up the end of the gateway. */
const STOP_WITHIN_MS = 2_000;

/**
 * Makes spans and sends them in batches as OTLP over HTTP, or prints them. Where to, how many and what else is said by the
 * OTEL_* variables, which the packages of OpenTelemetry read themselves. Nothing is registered globally: other packages
 * that could make spans stay silent.
 */
export function startTracing(exporter: 'otlp' | 'console', log: Logger): Tracing {
  const tell = (message: string, ...details: unknown[]): void =>
    log.warn({ details: details.map(String) }, `traces: ${message}`);
  const silent = (): void => undefined;
  diag.setLogger(
    { error: tell, warn: tell, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const processor =
    exporter === 'console'
      ? new SimpleSpanProcessor(new ConsoleSpanExporter())
      : new BatchSpanProcessor(new OTLPTraceExporter());
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'lastmile-gateway' }))
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new BasicTracerProvider({ resource, spanProcessors: [processor] });
  const tracer = provider.getTracer('lastmile-gateway');
  return {
    begin: (traceparent, attributes) => beginRequest(tracer, parentOf(traceparent), attributes),
    stop: async () => {
      const sent = provider.shutdown().catch((error: unknown) => tell('the last ones are lost', error));
      await Promise.race([sent, sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

function parentOf(traceparent: unknown): Context {
  const place = readTraceparent(traceparent);
  if (!place) return ROOT_CONTEXT;
  const { traceId, spanId, flags } = place;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: flags, isRemote: true });
}

function beginRequest(tracer: Tracer, parent: Context, attributes: SpanAttributes): RequestTrace {
  const request = tracer.startSpan(
    'graphql',
    { kind: SpanKind.SERVER, attributes: { ...attributes } },
    parent,
  );
  const inside = trace.setSpan(ROOT_CONTEXT, request);
  const { traceparent, end } = toTraceSpan(request);
  return {
    traceId: request.spanContext().traceId,
    traceparent,
    begin: (name, more) =>
      toTraceSpan(tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes: { ...more } }, inside)),
    end,
  };
}

function toTraceSpan(span: Span): TraceSpan {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceparent: writeTraceparent({ traceId, spanId, flags: traceFlags }),
    end: (attributes, failure) => {
      if (attributes) span.setAttributes({ ...attributes });
      if (failure !== undefined) {
        span.setAttribute('error.type', failure);
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
  };
}
