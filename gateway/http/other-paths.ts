import { type IncomingMessage, type ServerResponse } from 'node:http';
import { clientError } from '../errors';
import { type Exposition } from '../telemetry/metrics';
import { errorsText, sendJson } from './send-json';

/** What the paths beside the graph tell about. */
export interface GatewayHealth {
  /** False once the gateway stops: a balancer must send nothing more. It never answers before it has a supergraph. */
  readonly isReady: () => boolean;
  readonly exposeMetrics: () => Promise<Exposition>;
}

/** Answers every path but /graphql: health, metrics, and 404 in JSON. */
export async function answerOtherPath(
  health: GatewayHealth,
  path: string,
  { method }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!['/live', '/ready', '/metrics'].includes(path)) {
    sendJson(response, 404, errorsText([clientError('NOT_FOUND')]));
  } else if (method !== 'GET' && method !== 'HEAD') {
    const error = clientError('BAD_REQUEST', { message: 'Use GET.' });
    sendJson(response, 405, errorsText([error]), { allow: 'GET, HEAD' });
  } else if (path === '/live') {
    sendJson(response, 200, '{"status":"live"}');
  } else if (path === '/ready') {
    const isReady = health.isReady();
    sendJson(response, isReady ? 200 : 503, `{"status":"${isReady ? 'ready' : 'stopping'}"}`);
  } else {
    const { text, contentType } = await health.exposeMetrics();
    sendJson(response, 200, text, { 'content-type': contentType });
  }
}
