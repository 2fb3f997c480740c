import { RequestRefused } from '../errors';
import { isRecord } from '../support/is-record';
import { hashDocument } from './hash-document';

/**
 * Looks at the extension of automatic persisted queries. None are stored for now, so a hash alone is "not found", at which
 * clients send the whole document, and then its hash must be right. Throws RequestRefused otherwise.
 */
export function checkPersistedQuery(extension: unknown, query: unknown): void {
  if (extension === undefined || extension === null) return;
  const isKnownForm =
    isRecord(extension) &&
    extension.version === 1 &&
    typeof extension.sha256Hash === 'string' &&
    /^[0-9a-f]{64}$/.test(extension.sha256Hash);
  if (!isKnownForm) {
    throw new RequestRefused('BAD_REQUEST', {
      message:
        '"persistedQuery" must have version 1 and the SHA-256 of the document in lower-case hexadecimal.',
    });
  }
  if (query === undefined || query === null || query === '')
    throw new RequestRefused('PERSISTED_QUERY_NOT_FOUND');
  if (typeof query !== 'string' || hashDocument(query) !== extension.sha256Hash) {
    throw new RequestRefused('BAD_REQUEST', {
      message: 'The hash of the persisted query is not that of the document.',
    });
  }
}
