import { parse, type DocumentNode } from 'graphql';
import { RequestRefused } from '../../gateway/errors';
import { type Answer } from './answers/answer';
import { differenceOf } from './answers/compare-answers';
import { engineAnswer, openEngines, type Engines, type WrittenAnswer } from './answers/engine-answer';
import { createInProcessClient, type InProcessClient } from './answers/in-process-client';
import { wholeAnswer } from './answers/whole-answer';
import { type Finding } from './case';
import { type Operation } from './operations/generate-operation';
import { type DataOptions } from './world/data-options';
import { DataWorld } from './world/data-world';
import { type OpenWorld } from './world/open-world';
import { beginRun, type RunData } from './world/subgraph-schema';

/** A world with the engines over it. */
export interface Bench {
  readonly world: OpenWorld;
  readonly connection: InProcessClient;
  readonly engines: Engines;
}

/** What came of checking one operation. */
export interface Checked {
  readonly finding: Finding | undefined;
  /** The disturbances of the data that were met. */
  readonly met: readonly string[];
  /** True when the compiled writer wrote one of the answers. */
  readonly isWritten: boolean;
  /** True when one of the answers was made of the bytes of the subgraphs' answers. */
  readonly isBytes: boolean;
  /** True when the operation was refused because planning it would take too long. */
  readonly isTooComplex: boolean;
  /** How the stock executor answered: 'equal', 'other', or 'refused'. */
  readonly stock: string;
}

/** Opens the engines over a world. Throws when it cannot be planned for. */
export function openBench(world: OpenWorld): Bench {
  const connection = createInProcessClient(world);
  return { world, connection, engines: openEngines(world, connection.client) };
}

/** The data of a world, as one run sees it. */
export function openData(world: OpenWorld, data: DataOptions): DataWorld {
  return new DataWorld(world.model, data, (...asked) => world.readArguments(...asked));
}

/** The answers of compiled writers come after a few of the exact kind. */
const RUNS = 5;

/** Asks all engines, ours several times, and compares. `data` may be another for each operation. */
export async function checkOperation(
  bench: Bench,
  operation: Operation,
  data: DataOptions,
): Promise<Checked> {
  const { world } = bench;
  const document = parse(operation.document);
  const runData = (): RunData => beginRun(openData(world, data));
  const wholeRun = runData();
  const whole = await wholeAnswer(world, document, operation.variables, wholeRun);
  const { requiredFailures } = wholeRun.world;
  const met = new Set(wholeRun.world.met);
  let isWritten = false;
  let isBytes = false;
  let finding: Finding | undefined;
  for (let run = 0; run < RUNS && !finding; run += 1) {
    const ourRun = runData();
    const ours = await askOurs(bench, document, operation, ourRun);
    for (const name of ourRun.world.met) met.add(name);
    if (ours === 'too complex') return { ...NOTHING, isTooComplex: true };
    if ('kind' in ours) finding = ours;
    else {
      isWritten ||= ours.isWritten;
      isBytes ||= ours.isBytes;
      finding = judge(bench, ours, whole, ourRun.wrong, requiredFailures, run);
    }
  }
  const stock = await askStock(bench, document, operation, runData(), whole);
  return { ...NOTHING, finding, met: [...met], isWritten, isBytes, stock };
}

const NOTHING: Checked = {
  finding: undefined,
  met: [],
  isWritten: false,
  isBytes: false,
  isTooComplex: false,
  stock: 'equal',
};

async function askOurs(
  { connection, engines }: Bench,
  document: DocumentNode,
  { variables }: Operation,
  run: RunData,
): Promise<WrittenAnswer | Finding | 'too complex'> {
  connection.begin(run);
  try {
    return await engineAnswer(engines, engines.ours, document, variables);
  } catch (error) {
    if (error instanceof RequestRefused && error.code === 'QUERY_TOO_COMPLEX') return 'too complex';
    if (error instanceof RequestRefused) return refusalOf(error, engines.refusal());
    return { kind: 'crash', text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** A case that is made smaller must be refused for the same reason, not for another one that is right. */
function refusalOf({ code }: RequestRefused, reason: string): Finding {
  const start = reason.split(' ').slice(0, REASON_WORDS).join(' ');
  return { kind: `refused (${start})`, text: `${code}: ${reason}` };
}

/** The planner's reasons go on with names of the case. */
const REASON_WORDS = 6;

function judge(
  { connection }: Bench,
  ours: Answer,
  whole: Answer,
  wrong: readonly string[],
  requiredFailures: number,
  run: number,
): Finding | undefined {
  const [refused] = connection.refused;
  if (refused !== undefined) return { kind: 'invalid subgraph request', text: refused };
  const [asked] = wrong;
  if (asked !== undefined) return { kind: 'wrong subgraph request', text: asked };
  const difference = differenceOf(ours, whole, requiredFailures);
  if (difference === undefined) return undefined;
  const kind = difference.split(':', 1)[0] ?? '';
  return { kind: run < 2 ? kind : `${kind} of a later run`, text: difference };
}

async function askStock(
  { connection, engines }: Bench,
  document: DocumentNode,
  { variables }: Operation,
  run: RunData,
  whole: Answer,
): Promise<string> {
  connection.begin(run);
  try {
    const answer = await engineAnswer(engines, engines.stock, document, variables);
    return answer.data === whole.data ? 'equal' : 'other';
  } catch {
    return 'refused';
  }
}
