import { type Readable } from 'node:stream';
import { SubgraphFailure } from './subgraph-failure';

/** The whole body as text. Throws SubgraphFailure as soon as more than `limit` bytes came, and then reads no further. */
export async function readCapped(body: Readable, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) {
      body.destroy();
      throw new SubgraphFailure('SUBGRAPH_RESPONSE_TOO_LARGE', `the answer is longer than ${limit} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes).toString('utf8');
}
