import { WebSocket } from 'ws';
import { type SubgraphAddress } from '../subgraph-address';
import { SubgraphFailure } from '../subgraph-failure';
import { EventQueue, type QueueLimits } from './event-queue';
import { SocketSubscription } from './socket-subscription';

/** What a subscription over WebSocket is opened with. */
export interface SocketRequest {
  readonly address: SubgraphAddress;
  /** The GraphQL request, one JSON object. */
  readonly body: string;
  /** Sent with the upgrade as well as in the payload of `connection_init`. */
  readonly headers: Readonly<Record<string, string>>;
  /** For the connection and its acknowledgement together. */
  readonly timeoutMs: number;
  readonly maxMessageBytes: number;
}

const PROTOCOL = 'graphql-transport-ws';

/**
 * Opens a subscription over a WebSocket of its own (the `graphql-transport-ws` protocol). Resolves when the subgraph has
 * acknowledged the connection and was sent the operation. Rejects with SubgraphFailure.
 */
export function openSocket(request: SocketRequest, limits: QueueLimits): Promise<EventQueue> {
  const { address, headers, timeoutMs, maxMessageBytes } = request;
  const socket = new WebSocket(socketUrl(address), PROTOCOL, {
    headers,
    maxPayload: maxMessageBytes,
    handshakeTimeout: timeoutMs,
    followRedirects: false,
    perMessageDeflate: false,
  });
  const queue = new EventQueue(limits, () => subscription.leave());
  const subscription = new SocketSubscription(socket, queue);
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () =>
        subscription.fail(new SubgraphFailure('SUBREQUEST_TIMEOUT', 'no connection_ack in time', TIMEOUT)),
      timeoutMs,
    );
    subscription.acknowledged.then(
      () => {
        clearTimeout(late);
        subscription.subscribe(JSON.parse(request.body));
        resolve(queue);
      },
      (error: unknown) => {
        clearTimeout(late);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
    socket.on('open', () => subscription.say({ type: 'connection_init', payload: headers }));
  });
}

const TIMEOUT = { kind: 'timeout' } as const;

function socketUrl({ origin, path, socketPath }: SubgraphAddress): string {
  if (socketPath !== undefined) return `ws+unix:${socketPath}:${path}`;
  return new URL(path, origin).href.replace(/^http/, 'ws');
}
