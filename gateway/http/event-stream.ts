import { once } from 'node:events';
import { type ServerResponse } from 'node:http';
import { SAFE_HEADERS } from './send-json';

const KEEP_ALIVE_MS = 12_000;

/**
 * Sends answers as they come (GraphQL over SSE, distinct connections mode): `next` for each, `complete` at the end. The
 * head is sent at once. Waits for the client to read before it takes the next answer, so that a slow client holds back
 * its subscription and fills no memory.
 */
export async function sendEventStream(
  response: ServerResponse,
  results: AsyncIterable<unknown>,
): Promise<void> {
  response.writeHead(200, {
    ...SAFE_HEADERS,
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const keepAlive = setInterval(() => response.write(':\n\n'), KEEP_ALIVE_MS).unref();
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    for await (const result of results) {
      const isFull = !response.write(`event: next\ndata: ${JSON.stringify(result)}\n\n`);
      if (response.destroyed) return;
      if (isFull) await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
      if (gone.signal.aborted) return;
    }
    response.end('event: complete\ndata:\n\n');
  } finally {
    clearInterval(keepAlive);
    if (!response.writableEnded) response.end();
  }
}
