import { request } from 'undici';

const MAX_BYTES = 1024 * 1024;

/** A fetch for key sets that neither follows redirects nor reads more than 1 MB. Rejects when the body is longer. */
export async function readKeysFromUrl(
  url: string,
  options: { readonly headers: Headers; readonly signal: AbortSignal },
): Promise<Response> {
  const { statusCode, body } = await request(url, {
    headers: Object.fromEntries(options.headers),
    signal: options.signal,
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`The key set is longer than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status: statusCode });
}
