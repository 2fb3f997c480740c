import { isUtf8 } from 'node:buffer';
import { type IncomingMessage } from 'node:http';
import { RequestRefused } from '../errors';

/** The text of a body. Throws RequestRefused when it is not UTF-8. */
export function bodyText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  // Bytes that are not UTF-8 become this character, which may also stand there rightly.
  if (text.includes(REPLACEMENT) && !isUtf8(bytes)) {
    throw new RequestRefused('BAD_REQUEST', { message: 'The body is not UTF-8.' });
  }
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

const REPLACEMENT = '\ufffd';
const BYTE_ORDER_MARK = 0xfeff;

/** The whole body. Rejects with RequestRefused: 413 above `limit` bytes, 400 when it was cut off. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const announced = request.headers['content-length'];
    if (announced !== undefined && Number(announced) > limit) {
      reject(tooLarge(limit));
      return;
    }
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
    // Each of these comes once at most.
    request.on('end', () => {
      isOver = true;
      const [only] = chunks;
      resolve(chunks.length === 1 && only ? only : Buffer.concat(chunks, length));
    });
    request.on('error', cutOff);
    request.on('close', cutOff);
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
