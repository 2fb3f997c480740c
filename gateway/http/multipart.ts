import { once } from 'node:events';
import { type ServerResponse } from 'node:http';
import { SAFE_HEADERS } from './send-json';

/** How a stream of parts is sent. */
export interface MultipartOptions {
  /** The parameter of the media type that names what the parts are, such as `deferSpec=20220824`. */
  readonly specification: string;
  /** Sent while nothing else is, so that nobody takes the connection for dead; absent: nothing is. */
  readonly heartbeat?: { readonly payload: object; readonly everyMs: number };
}

const BOUNDARY = 'graphql';

/**
 * Sends values as the parts of a `multipart/mixed` (RFC 2046, section 5.1) as they come, each followed at once by the
 * delimiter that tells the client that it is complete. The head is sent at once. Waits for the client to read before it
 * takes the next value, so that a slow client holds back what it reads and fills no memory.
 */
export async function sendMultipart(
  response: ServerResponse,
  values: AsyncIterable<object>,
  { specification, heartbeat }: MultipartOptions,
): Promise<void> {
  response.writeHead(200, {
    ...SAFE_HEADERS,
    'content-type': `multipart/mixed; boundary="${BOUNDARY}"; ${specification}`,
    'x-accel-buffering': 'no',
  });
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.write(`--${BOUNDARY}`);
  const send = (value: object): boolean => {
    const text = JSON.stringify(value);
    return response.write(
      `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${text}\r\n--${BOUNDARY}`,
    );
  };
  const beat = heartbeat && setInterval(() => beatOnce(response, send, heartbeat.payload), heartbeat.everyMs);
  beat?.unref();
  try {
    for await (const value of values) {
      if (gone.signal.aborted) return;
      beat?.refresh();
      if (!send(value)) await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
      if (gone.signal.aborted) return;
    }
    response.end('--\r\n');
  } finally {
    clearInterval(beat);
    if (!response.writableEnded) response.end();
  }
}

/** A client that does not read what it has needs no more. */
function beatOnce(response: ServerResponse, send: (value: object) => boolean, payload: object): void {
  if (!response.writableNeedDrain) send(payload);
}
