import { isUtf8 } from 'node:buffer';
import { type IncomingMessage } from 'node:http';
import { RequestRefused } from '../errors';

/** The body as text. Rejects with RequestRefused: 413 above `limit` bytes, 400 when it is not UTF-8 or was cut off. */
export async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const bytes = await collect(request, limit);
  if (!isUtf8(bytes)) throw new RequestRefused('BAD_REQUEST', { message: 'The body is not UTF-8.' });
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

const BYTE_ORDER_MARK = 0xfeff;

function collect(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let isOver = false;
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > limit) {
        isOver = true;
        request.off('data', onData);
        reject(tooLarge(limit));
        return;
      }
      chunks.push(chunk);
    };
    const cutOff = (): void => {
      // Every request closes in the end; an error is made only for one that nobody has read to its end.
      if (isOver) return;
      isOver = true;
      reject(new RequestRefused('BAD_REQUEST', { message: 'The body was cut off.' }));
    };
    request.on('data', onData);
    request.once('end', () => {
      isOver = true;
      const [only] = chunks;
      resolve(chunks.length === 1 && only ? only : Buffer.concat(chunks, length));
    });
    request.once('error', cutOff);
    request.once('close', cutOff);
  });
}

/**
 * The connection is not closed: Node discards the rest of the body as it comes, for as long as a body may take. Closing
 * would reset the connection of a client that still sends, and the answer would be lost with it.
 */
function tooLarge(limit: number): RequestRefused {
  return new RequestRefused('BAD_REQUEST', {
    status: 413,
    message: `The body is longer than ${limit} bytes.`,
  });
}
