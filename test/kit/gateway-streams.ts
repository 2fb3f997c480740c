import { EventStreamParser, type StreamEvent } from '../../gateway/upstream/streams/event-stream-parser';

/** A subscription over an event stream, as a client sees it. */
export interface ClientStream {
  readonly status: number;
  readonly headers: Headers;
  /** The next event; undefined at the end of the stream. */
  next(): Promise<StreamEvent | undefined>;
  /** All events up to the end. */
  rest(): Promise<StreamEvent[]>;
  leave(): void;
}

/** Opens a stream by POST, or by GET when `method` says so, and resolves when its head has come. */
export async function openStream(
  url: string,
  query: string,
  {
    headers = {},
    method = 'POST',
    variables = {},
  }: {
    readonly headers?: Record<string, string>;
    readonly method?: string;
    readonly variables?: Readonly<Record<string, unknown>>;
  } = {},
): Promise<ClientStream> {
  const leaving = new AbortController();
  const options = { headers: { accept: 'text/event-stream', ...headers }, signal: leaving.signal };
  const response =
    method === 'GET'
      ? await fetch(`${url}?query=${encodeURIComponent(query)}`, options)
      : await fetch(url, {
          ...options,
          method,
          headers: { ...options.headers, 'content-type': 'application/json' },
          body: JSON.stringify({ query, variables }),
        });
  const events = readEvents(response);
  return {
    status: response.status,
    headers: response.headers,
    next: async () => (await events.next()).value as StreamEvent | undefined, // A generator without a return value.
    rest: async () => {
      const all: StreamEvent[] = [];
      for await (const event of events) all.push(event);
      return all;
    },
    leave: () => leaving.abort(),
  };
}

async function* readEvents(response: Response): AsyncGenerator<StreamEvent> {
  const parser = new EventStreamParser(1_000_000);
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) yield* parser.push(decoder.decode(chunk, { stream: true }));
}

/** Resolves when `condition` holds; rejects after 10 s. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not happen in 10 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
