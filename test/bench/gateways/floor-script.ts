/** What a floor server does for one request. */
export interface FloorScript {
  /** Calls of a wave run at the same time; a wave waits for the one before it. */
  readonly waves: readonly (readonly FloorCall[])[];
  /** The JSON of the answer. */
  readonly answer: string;
  readonly sharing: Sharing;
}

/** One POST to a subgraph. */
export interface FloorCall {
  readonly url: string;
  readonly body: string;
}

/** What requests that run at the same time may share: nothing, equal calls to subgraphs, or whole answers to equal requests. */
export type Sharing = 'none' | 'subgraph' | 'client';

/** The script that repeats recorded calls. */
export function floorScript(
  calls: readonly { readonly subgraph: string; readonly body: string; readonly wave: number }[],
  urls: Readonly<Record<string, string>>,
  answer: string,
  sharing: Sharing,
): FloorScript {
  const waves: FloorCall[][] = [];
  for (const { subgraph, body, wave } of calls)
    (waves[wave] ??= []).push({ url: urls[subgraph] ?? '', body });
  return { waves, answer, sharing };
}
