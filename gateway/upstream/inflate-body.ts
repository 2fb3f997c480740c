import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { isRecord } from '../support/is-record';
import { SubgraphFailure } from './subgraph-failure';

const DECODERS: ReadonlyMap<
  string,
  (body: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>
> = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/** True when a body came compressed. */
export function isCompressed(encoding: string): boolean {
  return encoding !== '' && encoding !== 'identity';
}

/**
 * The body of an answer that came compressed although that was not asked for (RFC 9110, section 8.4.1). Rejects with
 * SubgraphFailure when it grows beyond `limit` bytes, is broken, or is coded in an unknown way.
 */
export async function inflateBody(body: Buffer, encoding: string, limit: number): Promise<Buffer> {
  const decode = DECODERS.get(encoding.trim().toLowerCase());
  if (!decode) throw malformed('the answer is coded in an unknown way');
  try {
    return await decode(body, { maxOutputLength: limit });
  } catch (error) {
    if (isRecord(error) && error.code === 'ERR_BUFFER_TOO_LARGE') {
      throw new SubgraphFailure(
        'SUBGRAPH_RESPONSE_TOO_LARGE',
        `the answer inflates to more than ${limit} bytes`,
      );
    }
    throw malformed('the answer cannot be inflated');
  }
}

function malformed(reason: string): SubgraphFailure {
  return new SubgraphFailure('SUBREQUEST_MALFORMED_RESPONSE', reason);
}
