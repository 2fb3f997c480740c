import { type DocumentNode } from 'graphql';
import { pino } from 'pino';
import { coerceVariables } from '../../../gateway/documents/coerce-variables';
import { selectOperation } from '../../../gateway/documents/select-operation';
import { type RequestScope } from '../../../gateway/context';
import { type ExecutionResult } from '../../../gateway/execution/executor';
import { runOperation, type Engine } from '../../../gateway/execution/run-operation';
import { separateClientKeys } from '../../../gateway/execution/separate-client-keys';
import { createStockExecutor } from '../../../gateway/execution/stock-executor';
import { createGraph } from '../../../gateway/graph';
import { ANONYMOUS } from '../../../gateway/identity/principal';
import { INTERNAL_LIMITS } from '../../../gateway/limits/limit-values';
import { plannedKeysOf } from '../../../gateway/planning/workarounds/rewrite-for-planner';
import { buildSupergraph, type LoadedSupergraph } from '../../../gateway/supergraph/supergraph';
import { Cancellation } from '../../../gateway/support/cancellation';
import { Metrics } from '../../../gateway/telemetry/metrics';
import { type SubgraphClient } from '../../../gateway/upstream/subgraph-client';
import { type OpenWorld } from '../world/open-world';
import { answerErrors, type Answer } from './answer';
import { startInProcessPlanning } from './in-process-planning';

/** The engines of one world: ours, and the stock executor over the same plans. */
export interface Engines {
  readonly supergraph: LoadedSupergraph;
  readonly ours: Engine;
  readonly stock: Engine;
  /** Why the planner refused the last operation that it refused; clients are not told. */
  readonly refusal: () => string;
}

/** Opens the engines over `client`. Throws when the supergraph cannot be planned for. */
export function openEngines({ supergraph: sdl, model }: OpenWorld, client: SubgraphClient): Engines {
  const supergraph = buildSupergraph(sdl);
  let refusal = '';
  const planning = startInProcessPlanning(supergraph, (reason) => (refusal = reason));
  const labels = Object.fromEntries(model.labels.map((label) => [label, true]));
  const metrics = new Metrics({ requests: () => 0, subscriptions: () => 0 });
  const { engine } = createGraph(supergraph, planning, client, labels, metrics);
  const stock = separateClientKeys(
    { planner: planning.planner, executor: createStockExecutor(supergraph, client) },
    plannedKeysOf(sdl),
  );
  return {
    supergraph,
    ours: engine,
    stock: { ...engine, ...stock, filtered: new WeakMap() },
    refusal: () => refusal,
  };
}

/** What an engine answers, with the text that it wrote if it wrote one. Rejects with RequestRefused when it refuses. */
export async function engineAnswer(
  { supergraph }: Engines,
  engine: Engine,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): Promise<Answer & { readonly isWritten: boolean }> {
  const operation = selectOperation(document, undefined);
  const result = await runOperation(engine, {
    document,
    operation,
    operationName: undefined,
    variables: coerceVariables(supergraph.clientSchema, operation, variables, true),
    scope: scope(),
  });
  return { ...answerOf(result), isWritten: (result.bytes ?? result.text) !== undefined };
}

const DATA_START = '{"data":';

function answerOf({ bytes, text = bytes?.toString(), data, errors }: ExecutionResult): Answer {
  if (text === undefined) return { data: JSON.stringify(data), errors: answerErrors(errors) };
  if (!text.startsWith(DATA_START) || !text.endsWith('}')) throw new Error(`no answer: ${text}`);
  return { data: text.slice(DATA_START.length, -1), errors: answerErrors(errors) };
}

/** Operations are compared whatever they cost. */
const LIMITS = { ...INTERNAL_LIMITS, cost: Infinity, pageSize: Infinity, entities: Infinity };

const silent = pino({ level: 'silent' });

function scope(): RequestScope {
  return {
    requestId: 'oracle',
    principal: ANONYMOUS,
    limits: LIMITS,
    forwardedHeaders: {},
    cancellation: new Cancellation(),
    deadline: Infinity,
    log: silent,
  };
}
