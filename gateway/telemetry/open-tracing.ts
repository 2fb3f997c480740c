import { type Logger } from 'pino';
import { type Tracing } from './request-trace';

/**
 * Traces as the OTEL_* variables of OpenTelemetry ask for them; undefined when they do not. The packages are loaded only
 * when they are wanted. Rejects when an exporter is named that there is not.
 */
export async function openTracing(
  environment: Readonly<Record<string, string | undefined>>,
  log: Logger,
): Promise<Tracing | undefined> {
  const wanted = wantedExporter(environment);
  if (wanted === undefined) return undefined;
  const { startTracing } = await import('./span-exporter.js');
  return startTracing(wanted, log);
}

/** Which exporter the variables ask for. An endpoint alone is wish enough. */
function wantedExporter(
  environment: Readonly<Record<string, string | undefined>>,
): 'otlp' | 'console' | undefined {
  if (environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return undefined;
  const named = environment.OTEL_TRACES_EXPORTER;
  const endpoint = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? environment.OTEL_EXPORTER_OTLP_ENDPOINT;
  const exporter = named === undefined || named === '' ? (endpoint ? 'otlp' : 'none') : named;
  if (exporter === 'none') return undefined;
  if (exporter === 'otlp' || exporter === 'console') return exporter;
  throw new Error(`OTEL_TRACES_EXPORTER must be otlp, console or none, but got ${JSON.stringify(exporter)}.`);
}
