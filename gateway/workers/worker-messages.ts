import { isRecord } from '../support/is-record';
import { type Exposition } from '../telemetry/metrics';

/** What a worker tells the primary. */
export type WorkerMessage =
  | { readonly type: 'worker/ready'; readonly url: string }
  | { readonly type: 'worker/failed'; readonly reason: string }
  /** It was asked to end by somebody else than the primary, and waits for a successor. */
  | { readonly type: 'worker/leaving' }
  /** The answer to a ping. */
  | { readonly type: 'worker/alive' }
  | (WorkerQuestion & { readonly id: number })
  | { readonly type: 'worker/planned'; readonly key: string; readonly text: string }
  /** Its own figures: the answer to a question, or its last word when there is no id. */
  | { readonly type: 'worker/figures'; readonly id?: number; readonly figures: unknown };

/** What a worker asks the primary. */
export type WorkerQuestion =
  /** Somebody asked it for the figures of all workers. */
  | { readonly type: 'worker/scraped' }
  /** Has another worker planned this? */
  | { readonly type: 'worker/plan-wanted'; readonly key: string };

/** What the primary answers. */
export type PrimaryAnswer =
  | { readonly type: 'primary/exposition'; readonly id: number; readonly exposition: Exposition }
  | { readonly type: 'primary/plan'; readonly id: number; readonly text?: string };

/** What the primary tells a worker. */
export type PrimaryMessage =
  /** Whether others answer on the same port. */
  | { readonly type: 'primary/others'; readonly hasOthers: boolean }
  | { readonly type: 'primary/stop' }
  /** Is its event loop still running? */
  | { readonly type: 'primary/ping' }
  | { readonly type: 'primary/figures'; readonly id: number }
  | PrimaryAnswer;

/** The message that a worker sent; undefined for the messages of others, such as those of node itself. */
export function asWorkerMessage(message: unknown): WorkerMessage | undefined {
  // Both ends are this code: the type says which of its messages it is.
  return hasType(message, 'worker/') ? (message as WorkerMessage) : undefined;
}

/** The message that the primary sent; undefined for the messages of others. */
export function asPrimaryMessage(message: unknown): PrimaryMessage | undefined {
  // See above.
  return hasType(message, 'primary/') ? (message as PrimaryMessage) : undefined;
}

function hasType(message: unknown, prefix: string): boolean {
  return isRecord(message) && typeof message.type === 'string' && message.type.startsWith(prefix);
}
