import { type Dispatcher } from 'undici';
import { headerOf } from './raw-headers';
import { SubgraphFailure } from './subgraph-failure';

/** An answer as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly contentEncoding: string;
  readonly body: Buffer;
}

/** What an answer ends in; one of the two is called, once. */
export interface AnswerReceiver {
  received(answer: RawAnswer): void;
  /** `wasSent` is false when nothing of the request was written. */
  failed(error: unknown, wasSent: boolean): void;
}

const NOTHING = Buffer.alloc(0);

/**
 * Collects one answer of undici and gives up as soon as it is longer than allowed. It is the handler of a dispatch itself:
 * a stream and a promise per body would cost more than the request.
 */
export class AnswerCollector implements Dispatcher.DispatchHandler {
  private stopDispatch: ((reason?: Error) => void) | undefined;
  private isOver = false;
  private status = 0;
  private contentType = '';
  private contentEncoding = '';
  private readonly chunks: Buffer[] = [];
  private bytes = 0;

  /** `limit` is how many bytes the body may have. */
  constructor(
    private readonly limit: number,
    private readonly receiver: AnswerReceiver,
  ) {}

  /** Gives the answer up; its receiver is told `reason`. Does nothing when the answer is over. */
  abort(reason: unknown): void {
    if (this.isOver) return;
    this.fail(reason);
    this.stopDispatch?.(GIVEN_UP);
  }

  /** The request is about to be written. */
  onConnect(stopDispatch: (reason?: Error) => void): void {
    // It may have been given up while it waited for a connection.
    if (this.isOver) stopDispatch(GIVEN_UP);
    else this.stopDispatch = stopDispatch;
  }

  /** The head of an answer came. */
  onHeaders(status: number, headers: Buffer[]): boolean {
    // Informational ones precede the answer (RFC 9110, section 15.2).
    if (status < 200) return true;
    this.status = status;
    this.contentType = headerOf(headers, 'content-type');
    this.contentEncoding = headerOf(headers, 'content-encoding');
    return true;
  }

  /** A piece of the body came. */
  onData(chunk: Buffer): boolean {
    this.bytes += chunk.length;
    if (this.bytes <= this.limit) this.chunks.push(chunk);
    else
      this.abort(
        new SubgraphFailure('SUBGRAPH_RESPONSE_TOO_LARGE', `the answer is longer than ${this.limit} bytes`),
      );
    return true;
  }

  /** The answer is complete. */
  onComplete(): void {
    if (this.isOver) return;
    this.isOver = true;
    const { status, contentType, contentEncoding, chunks } = this;
    const [only = NOTHING] = chunks;
    const body = chunks.length > 1 ? Buffer.concat(chunks, this.bytes) : only;
    this.receiver.received({ status, contentType, contentEncoding, body });
  }

  /** The connection failed, or was cut by `abort`. */
  onError(error: Error): void {
    if (!this.isOver) this.fail(error);
  }

  private fail(reason: unknown): void {
    this.isOver = true;
    // What came so far must not outlive the answer, which undici may still know.
    this.chunks.length = 0;
    this.receiver.failed(reason, this.stopDispatch !== undefined);
  }
}

/** Made once: undici wants a reason, and nobody reads it. */
const GIVEN_UP = new Error('the request was given up');
