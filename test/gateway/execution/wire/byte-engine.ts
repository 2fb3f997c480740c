import { parse } from 'graphql';
import { pino } from 'pino';
import { coerceVariables } from '../../../../gateway/documents/coerce-variables';
import { selectOperation } from '../../../../gateway/documents/select-operation';
import { answerText } from '../../../../gateway/execution/answer-text';
import { runOperation } from '../../../../gateway/execution/run-operation';
import { createGraph } from '../../../../gateway/graph';
import { ANONYMOUS } from '../../../../gateway/identity/principal';
import { INTERNAL_LIMITS } from '../../../../gateway/limits/limit-values';
import { buildSupergraph } from '../../../../gateway/supergraph/supergraph';
import { Cancellation } from '../../../../gateway/support/cancellation';
import { Metrics } from '../../../../gateway/telemetry/metrics';
import { AnswerBody } from '../../../../gateway/upstream/answer-body';
import { parseAnswer } from '../../../../gateway/upstream/parse-answer';
import { type SubgraphClient } from '../../../../gateway/upstream/subgraph-client';
import { compose, type SubgraphSchemas } from '../../../kit/plans';
import { startInProcessPlanning } from '../../../oracle/answers/in-process-planning';

/** What one subgraph answers to one request. */
export type AnswerRequest = (subgraph: string, body: string) => string | Promise<string>;

/** The answer to one operation. */
export interface EngineAnswer {
  readonly text: string;
  /** True when it was made of the bytes of the subgraphs' answers. */
  readonly isBytes: boolean;
}

/** The engine over subgraphs in this process. */
export interface ByteEngine {
  run(query: string, variables?: Readonly<Record<string, unknown>>, limit?: number): Promise<EngineAnswer>;
  /** Runs it as often as it takes until answers are made of bytes, and forgets what that took. */
  warm(query: string, variables?: Readonly<Record<string, unknown>>): Promise<void>;
  /** The subgraph and body of each request. */
  readonly sent: string[];
  /** How many answers were taken as good. */
  accepted(): number;
  /** What was logged. */
  readonly logs: string[];
}

/** Plans that ran so often are tried on bytes. */
const RUNS_BEFORE = 3;

/** Opens the engine over the subgraphs of `schemas`, for which `answer` answers. */
export function openByteEngine(schemas: SubgraphSchemas, answer: AnswerRequest): ByteEngine {
  const supergraph = buildSupergraph(compose(schemas));
  const planning = startInProcessPlanning(supergraph, () => undefined);
  const metrics = new Metrics({ requests: () => 0, subscriptions: () => 0 });
  const sent: string[] = [];
  const logs: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logs.push(line) });
  let accepted = 0;
  const fetch: SubgraphClient['fetch'] = async ({ subgraph, body }) => {
    sent.push(`${subgraph} ${body.toString()}`);
    const text = await answer(subgraph, body.toString());
    return { body: new AnswerBody(Buffer.from(text)), durationMs: 0, isCounted: false };
  };
  const accept: SubgraphClient['accept'] = (_request, delivery) => {
    if (!delivery.isCounted) accepted += 1;
    delivery.isCounted = true;
  };
  const read: SubgraphClient['read'] = (request, delivery) => {
    const parsed = parseAnswer(delivery.body.text, delivery.body.isPlain);
    accept(request, delivery);
    return parsed;
  };
  const send: SubgraphClient['send'] = async (request) => read(request, await fetch(request));
  // Only what executors call.
  const client = { send, fetch, read, accept } as unknown as SubgraphClient;
  const { engine } = createGraph(supergraph, planning, client, {}, metrics);
  const run: ByteEngine['run'] = async (query, variables = {}, entities = INTERNAL_LIMITS.entities) => {
    const document = documentOf(query);
    const operation = selectOperation(document, undefined);
    const result = await runOperation(engine, {
      document,
      operation,
      operationName: undefined,
      variables: coerceVariables(supergraph.clientSchema, operation, variables, true),
      scope: {
        requestId: 'test',
        principal: ANONYMOUS,
        limits: { ...INTERNAL_LIMITS, entities },
        forwardedHeaders: {},
        cancellation: new Cancellation(),
        deadline: Infinity,
        log,
      },
    });
    return { text: answerText(result), isBytes: result.bytes !== undefined };
  };
  return {
    run,
    warm: async (query, variables) => {
      for (let runs = 0; runs < RUNS_BEFORE; runs += 1) await run(query, variables);
      sent.length = 0;
      accepted = 0;
    },
    sent,
    accepted: () => accepted,
    logs,
  };
}

const documents = new Map<string, ReturnType<typeof parse>>();

/** One document for each text, as the gateway keeps them. */
function documentOf(query: string): ReturnType<typeof parse> {
  const document = documents.get(query) ?? parse(query);
  documents.set(query, document);
  return document;
}
