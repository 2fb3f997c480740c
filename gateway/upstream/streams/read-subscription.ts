import { type Dispatcher } from 'undici';
import { parseAnswer } from '../parse-answer';
import { readCapped } from '../read-capped';
import { SubgraphFailure } from '../subgraph-failure';
import { type EventQueue, type QueueLimits } from './event-queue';
import { createEventStreamReader } from './event-stream-reader';
import { boundaryOf } from './multipart-parser';
import { createMultipartReader } from './multipart-reader';
import { readStream, type StreamReader } from './read-stream';
import { SubscriptionRefused } from './subscription-refused';

/** What a subscription over HTTP accepts as its answer. */
export const STREAM_ACCEPT = {
  sse: 'text/event-stream',
  multipart: 'multipart/mixed;subscriptionSpec=1.0, application/json',
} as const;

const MAX_REFUSAL_BYTES = 1024 * 1024;

/**
 * The events of an answer that is a stream. Rejects with SubscriptionRefused when the subgraph answered with errors in
 * JSON, and with SubgraphFailure when it answered with anything else.
 */
export async function readSubscription(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  protocol: 'sse' | 'multipart',
  maxEventCharacters: number,
  limits: QueueLimits,
): Promise<EventQueue> {
  const type = String(headers['content-type'] ?? '');
  const reader = statusCode === 200 ? readerOf(protocol, type, maxEventCharacters) : undefined;
  if (reader) return readStream(body, reader, limits);
  const text = await readCapped(body, MAX_REFUSAL_BYTES);
  if (!type.includes('json')) {
    throw new SubgraphFailure('SUBREQUEST_HTTP_ERROR', 'the subgraph opened no stream');
  }
  throw new SubscriptionRefused(parseAnswer(text).errors);
}

function readerOf(
  protocol: 'sse' | 'multipart',
  type: string,
  maxCharacters: number,
): StreamReader | undefined {
  if (protocol === 'sse') {
    return type.startsWith('text/event-stream') ? createEventStreamReader(maxCharacters) : undefined;
  }
  const boundary = type.startsWith('multipart/mixed') ? boundaryOf(type) : undefined;
  return boundary === undefined ? undefined : createMultipartReader(boundary, maxCharacters);
}
