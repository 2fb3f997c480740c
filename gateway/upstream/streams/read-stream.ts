import { type Readable } from 'node:stream';
import { messageOf } from '../../support/message-of';
import { SubgraphFailure } from '../subgraph-failure';
import { EventQueue, type QueueLimits } from './event-queue';

/** What a transport makes of text: the GraphQL responses in it, and whether it was the end. */
export interface StreamReader {
  push(text: string): readonly string[];
  readonly isComplete: boolean;
}

/**
 * The GraphQL responses of a body, as they come. The body is read on only while the queue has room. An end without the
 * transport's own sign of it is an error.
 */
export function readStream(body: Readable, reader: StreamReader, limits: QueueLimits): EventQueue {
  const queue = new EventQueue(limits, () => body.destroy());
  void pump(body, reader, queue);
  return queue;
}

async function pump(body: Readable, reader: StreamReader, queue: EventQueue): Promise<void> {
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      for (const text of reader.push(decoder.decode(chunk, { stream: true }))) queue.push(text);
      if (reader.isComplete) return queue.finish();
      if (queue.isFull) await queue.room();
    }
    queue.finish(new SubgraphFailure('SUBREQUEST_HTTP_ERROR', 'the stream ended before it was complete'));
  } catch (error) {
    if (error instanceof SubgraphFailure || error instanceof RangeError)
      return queue.finish(asFailure(error));
    queue.finish(new SubgraphFailure('SUBREQUEST_HTTP_ERROR', messageOf(error), { kind: 'connection' }));
  }
}

function asFailure(error: SubgraphFailure | RangeError): SubgraphFailure {
  return error instanceof SubgraphFailure
    ? error
    : new SubgraphFailure('SUBGRAPH_RESPONSE_TOO_LARGE', error.message);
}
