import { type Case, type Finding } from './case';
import { checkOperation, openBench } from './check-operation';
import { generateWorld } from './generate-case';
import { knownDefectOf } from './known-defects';

/** What was tried and what came of it. */
export interface FuzzFigures {
  worlds: number;
  operations: number;
  /** Operations of which the compiled writer wrote an answer. */
  written: number;
  /** Operations of which an answer was made of the bytes of the subgraphs' answers. */
  bytes: number;
  /** Operations to which the stock executor gave other data than one schema over the same data. */
  stockOther: number;
  /** Operations that the gateway refused to plan. */
  tooComplex: number;
  /** How often each defect that is known was met. */
  readonly known: Record<string, number>;
}

/** A case that failed, with the disturbances of its data. */
export interface FuzzFinding {
  readonly seed: number;
  readonly case: Case;
  readonly finding: Finding;
  readonly met: readonly string[];
}

/** Figures of nothing yet. */
export function noFigures(): FuzzFigures {
  return { worlds: 0, operations: 0, written: 0, bytes: 0, stockOther: 0, tooComplex: 0, known: {} };
}

/** Checks the world of one seed, adds to `figures`, and returns what is wrong and not known. */
export async function fuzzWorld(
  seed: number,
  operations: number,
  figures: FuzzFigures,
): Promise<FuzzFinding[]> {
  const { model, world, asked } = generateWorld(seed, operations);
  const bench = openBench(world);
  const findings: FuzzFinding[] = [];
  figures.worlds += 1;
  for (const { operation, data } of asked) {
    const checked = await checkOperation(bench, operation, data);
    const { finding, met, isWritten, isBytes, isTooComplex, stock } = checked;
    figures.operations += 1;
    if (isWritten) figures.written += 1;
    if (isBytes) figures.bytes += 1;
    if (isTooComplex) figures.tooComplex += 1;
    if (stock !== 'equal') figures.stockOther += 1;
    if (!finding) continue;
    const failed = { model, data, operation };
    const known = knownDefectOf(failed, finding);
    if (known === undefined) findings.push({ seed, case: failed, finding, met });
    else figures.known[known] = (figures.known[known] ?? 0) + 1;
  }
  return findings;
}
