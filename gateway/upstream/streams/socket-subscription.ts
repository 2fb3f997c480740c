import { type RawData, type WebSocket } from 'ws';
import { isRecord } from '../../support/is-record';
import { messageOf } from '../../support/message-of';
import { toSubgraphErrors } from '../parse-answer';
import { SubgraphFailure } from '../subgraph-failure';
import { type EventQueue } from './event-queue';
import { SubscriptionRefused } from './subscription-refused';

/** A connection of which nothing is heard for this time is asked whether it lives, and given up if it does not say so. */
const QUIET_MS = 15_000;
/** The one operation of the connection. */
const ID = '1';
const NORMAL_CLOSURE = 1000;

/** One subscription on a WebSocket of its own. */
export class SocketSubscription {
  /** Resolves with `connection_ack`. Rejects with SubgraphFailure when the socket ends before. */
  readonly acknowledged: Promise<void>;
  private acknowledge: () => void = () => undefined;
  private refuse: (error: Error) => void = () => undefined;
  private isQuiet = false;
  private readonly pulse: NodeJS.Timeout;

  constructor(
    private readonly socket: WebSocket,
    private readonly queue: EventQueue,
  ) {
    this.acknowledged = new Promise((resolve, reject) => {
      this.acknowledge = resolve;
      this.refuse = reject;
    });
    this.pulse = setInterval(() => this.feel(), QUIET_MS).unref();
    socket.on('message', (data) => this.hear(data));
    socket.on('pong', () => (this.isQuiet = false));
    socket.on('error', (error) => this.fail(asFailure(error)));
    socket.on('close', (code) => this.fail(asFailure(new Error(`the socket was closed with ${code}`))));
  }

  /** Sends a message. */
  say(message: object): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(message));
  }

  /** Asks for the operation. */
  subscribe(payload: unknown): void {
    this.say({ id: ID, type: 'subscribe', payload });
  }

  /** Ends the subscription because the subgraph did. */
  fail(error: Error): void {
    this.refuse(error);
    this.queue.finish(error);
    this.socket.terminate();
  }

  /** Ends the connection because nothing more is wanted. */
  leave(): void {
    clearInterval(this.pulse);
    this.say({ id: ID, type: 'complete' });
    this.socket.close(NORMAL_CLOSURE);
    // A paused socket would never see the answer to its close.
    this.socket.resume();
  }

  private hear(data: RawData): void {
    this.isQuiet = false;
    const message = readMessage(data);
    switch (message?.type) {
      case 'connection_ack':
        return this.acknowledge();
      case 'ping':
        return this.say({ type: 'pong' });
      case 'pong':
        return undefined;
      case 'next':
        return this.take(message.payload);
      case 'error':
        return this.queue.finish(new SubscriptionRefused(toSubgraphErrors(message.payload)));
      case 'complete':
        return this.queue.finish();
      default:
        return this.fail(new SubgraphFailure('SUBREQUEST_MALFORMED_RESPONSE', 'an unknown message'));
    }
  }

  private take(payload: unknown): void {
    this.queue.push(JSON.stringify(payload) ?? 'null');
    if (!this.queue.isFull || this.socket.isPaused) return;
    this.socket.pause();
    void this.queue.room().then(() => this.socket.resume());
  }

  private feel(): void {
    // Nothing is heard through a socket that we hold back ourselves.
    if (this.socket.isPaused || this.socket.readyState !== this.socket.OPEN) return;
    if (this.isQuiet) return this.fail(asFailure(new Error('the subgraph is silent')));
    this.isQuiet = true;
    this.socket.ping();
  }
}

function readMessage(data: RawData): Readonly<Record<string, unknown>> | undefined {
  try {
    // A message comes as one Buffer: the socket was opened without another binary type.
    const value: unknown = JSON.parse((data as Buffer).toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function asFailure(error: Error): SubgraphFailure {
  const isTooLarge = 'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
  return new SubgraphFailure(
    isTooLarge ? 'SUBGRAPH_RESPONSE_TOO_LARGE' : 'SUBREQUEST_HTTP_ERROR',
    messageOf(error),
    { kind: 'connection' },
  );
}
