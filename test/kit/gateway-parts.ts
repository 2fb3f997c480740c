/** An answer in `multipart/mixed`, as a client sees it. */
export interface ClientParts {
  readonly status: number;
  readonly contentType: string;
  /** The next part, as soon as its delimiter has come; undefined after the last one. */
  next(): Promise<Record<string, unknown> | undefined>;
  /** All parts up to the end. Rejects when the stream ends without the closing delimiter. */
  rest(): Promise<Record<string, unknown>[]>;
  /** The whole text when the answer is no multipart. */
  text(): Promise<string>;
  leave(): void;
}

/** What else to send with an operation. */
export interface PartsOptions {
  readonly accept?: string;
  readonly headers?: Record<string, string>;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Posts an operation that may be answered in parts, and resolves when the head of the answer has come. */
export async function openParts(
  url: string,
  query: string,
  { accept = 'multipart/mixed', headers = {}, variables = {} }: PartsOptions = {},
): Promise<ClientParts> {
  const leaving = new AbortController();
  const response = await fetch(url, {
    method: 'POST',
    headers: { accept, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
    signal: leaving.signal,
  });
  const contentType = response.headers.get('content-type') ?? '';
  const parts = readParts(response, /boundary="?([^";]+)"?/.exec(contentType)?.[1] ?? '');
  return {
    status: response.status,
    contentType,
    next: async () => {
      const result = await parts.next();
      return result.done ? undefined : result.value;
    },
    rest: async () => {
      const all: Record<string, unknown>[] = [];
      for await (const part of parts) all.push(part);
      return all;
    },
    text: () => response.text(),
    leave: () => leaving.abort(),
  };
}

/** Reads by the letter of RFC 2046: delimiters stand at the start of lines, a head and an empty line before each body. */
async function* readParts(response: Response, boundary: string): AsyncGenerator<Record<string, unknown>> {
  const decoder = new TextDecoder();
  // The first delimiter may be the very first line.
  let text = '\r\n';
  const delimiter = `\r\n--${boundary}`;
  let isInside = false;
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter)) {
      if (isInside) yield readPart(text.slice(0, at));
      isInside = true;
      text = text.slice(at + delimiter.length);
    }
  }
  if (text !== '--\r\n') throw new Error(`the stream ends with ${JSON.stringify(text)}`);
}

function readPart(part: string): Record<string, unknown> {
  const [head = '', body = ''] = part.split(/\r\n\r\n(.*)/s);
  if (!/^\r\ncontent-type: application\/json/i.test(head)) throw new Error(`a part begins with ${head}`);
  return JSON.parse(body) as Record<string, unknown>; // Parts are objects; the assertions of each test check it.
}
