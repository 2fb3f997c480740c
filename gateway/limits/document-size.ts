import { RequestRefused } from '../errors';

/** Refuses a document whose text is longer than `limit` bytes; ignored characters count too. */
export function checkDocumentSize(text: string, limit: number): void {
  // A character has at most three bytes in UTF-8, so short texts need not be measured.
  if (text.length * 3 <= limit || Buffer.byteLength(text) <= limit) return;
  throw new RequestRefused('BAD_REQUEST', {
    status: 413,
    message: `The document is longer than ${limit} bytes.`,
  });
}
