import { AnswerBody } from '../../../gateway/upstream/answer-body';
import { parseAnswer } from '../../../gateway/upstream/parse-answer';
import { type SubgraphClient } from '../../../gateway/upstream/subgraph-client';
import { type OpenWorld } from '../world/open-world';
import { type RunData } from '../world/subgraph-schema';
import { InvalidSubgraphRequest, runSubgraph } from './run-subgraph';

/** A client whose subgraphs are in this process; answers go through text as they would over a connection. */
export interface InProcessClient {
  readonly client: SubgraphClient;
  /** What subgraphs are asked from now on, and by whom. */
  begin(run: RunData): void;
  /** Requests that a subgraph had to refuse since `begin`. */
  readonly refused: string[];
  /** All requests since `begin`. */
  readonly sent: { readonly subgraph: string; readonly body: string }[];
}

/** Connects an engine to the subgraphs of a world. */
export function createInProcessClient({ subgraphs }: OpenWorld): InProcessClient {
  let current: RunData | undefined;
  const refused: string[] = [];
  const sent: { subgraph: string; body: string }[] = [];
  const fetch: SubgraphClient['fetch'] = async ({ subgraph, body: given }) => {
    const schema = subgraphs.get(subgraph);
    if (!schema || !current) throw new Error(`no subgraph ${subgraph}`);
    const body = given.toString();
    sent.push({ subgraph, body });
    try {
      const text = await runSubgraph(schema, body, current);
      return { body: new AnswerBody(Buffer.from(text)), durationMs: 0, isCounted: true };
    } catch (error) {
      if (error instanceof InvalidSubgraphRequest) refused.push(`${subgraph}: ${error.message}`);
      throw error;
    }
  };
  const read: SubgraphClient['read'] = (_request, { body }) => parseAnswer(body.text, body.isPlain);
  const send: SubgraphClient['send'] = async (request) => read(request, await fetch(request));
  // Only what executors call: streams and connections are another test's matter.
  const client = { send, fetch, read, accept: () => undefined } as unknown as SubgraphClient;
  return {
    client,
    refused,
    sent,
    begin: (run) => {
      current = run;
      refused.length = 0;
      sent.length = 0;
    },
  };
}
