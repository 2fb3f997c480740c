import { parse, validate } from 'graphql';
import { type Case, type Finding } from '../case';
import { checkOperation, openBench, type Bench } from '../check-operation';
import { openWorld } from '../world/open-world';
import { smallerData } from './smaller-data';
import { smallerOperations } from './smaller-documents';
import { smallerModels } from './smaller-models';

/** A case with what is wrong about it. */
export interface FailingCase {
  readonly case: Case;
  readonly finding: Finding;
}

/**
 * Makes a failing case smaller as long as it fails in the same way, until `deadline` (of `performance.now()`) at most: the
 * operation, the data, then the schemas, again and again until nothing can be left out.
 */
export async function shrinkCase(
  failing: FailingCase,
  met: readonly string[],
  deadline: number,
): Promise<FailingCase> {
  const shrinking = new Shrinking(failing, deadline);
  await shrinking.try({ ...failing.case, data: { ...failing.case.data, only: met } });
  for (let size = Infinity; shrinking.size < size;) {
    size = shrinking.size;
    await shrinking.descend(({ operation, ...rest }) =>
      each(smallerOperations(operation), (smaller) => ({ ...rest, operation: smaller })),
    );
    await shrinking.descend(({ data, ...rest }) =>
      each(smallerData(data), (smaller) => ({ ...rest, data: smaller })),
    );
    await shrinking.descend(({ model, ...rest }) =>
      each(smallerModels(model), (smaller) => ({ ...rest, model: smaller })),
    );
  }
  return shrinking.smallest;
}

class Shrinking {
  /** Opening is most of the work, and most candidates have the schemas of the last one. */
  private bench: Bench | undefined;

  constructor(
    public smallest: FailingCase,
    private readonly deadline: number,
  ) {}

  get size(): number {
    return JSON.stringify(this.smallest.case).length;
  }

  /** Takes the first smaller case that still fails, and goes on from there. */
  async descend(candidates: (from: Case) => Iterable<Case>): Promise<void> {
    for (let isSmaller = true; isSmaller;) {
      isSmaller = false;
      for (const candidate of candidates(this.smallest.case)) {
        if (performance.now() > this.deadline) return;
        if (!(await this.try(candidate))) continue;
        isSmaller = true;
        break;
      }
    }
  }

  /** True when the candidate fails as well; then it is the smallest. */
  async try(candidate: Case): Promise<boolean> {
    const finding = await this.find(candidate);
    if (finding?.kind !== this.smallest.finding.kind) return false;
    this.smallest = { case: candidate, finding };
    return true;
  }

  private async find({ model, operation, data }: Case): Promise<Finding | undefined> {
    try {
      if (this.bench?.world.model !== model) this.bench = openBench(openWorld(model));
      const { whole } = this.bench.world;
      if (validate(whole, parse(operation.document)).length > 0) return undefined;
      return (await checkOperation(this.bench, operation, data)).finding;
    } catch {
      // It does not compose, or a variable is missing: no case.
      return undefined;
    }
  }
}

function* each<From, To>(items: Iterable<From>, map: (item: From) => To): Generator<To> {
  for (const item of items) yield map(item);
}
