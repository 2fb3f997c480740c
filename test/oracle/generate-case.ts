import { Choices } from './choices';
import { generateModel } from './model/generate-model';
import { type Model } from './model/model';
import { generateOperation, type Operation } from './operations/generate-operation';
import { type DataOptions } from './world/data-options';
import { openWorld, type OpenWorld } from './world/open-world';

/** A world and what it is asked; all of it follows from one seed. */
export interface GeneratedWorld {
  readonly model: Model;
  readonly world: OpenWorld;
  readonly asked: readonly { readonly operation: Operation; readonly data: DataOptions }[];
}

/** The world of `seed` with as many operations, each over other data. Throws when its model does not compose. */
export function generateWorld(seed: number, operations: number): GeneratedWorld {
  const model = generateModel(seed);
  const world = openWorld(model);
  const choose = new Choices(seed * 7919);
  const asked = Array.from({ length: operations }, () => ({
    operation: generateOperation(world.whole, choose.fork(), { size: 6 + choose.below(20), depth: 5 }),
    data: chooseData(choose),
  }));
  return { model, world, asked };
}

/** One in three operations meets data in which nothing goes wrong: only there the compiled writer writes the answer. */
function chooseData(choose: Choices): DataOptions {
  const isQuiet = choose.oneIn(3);
  const hasNulls = !isQuiet || choose.oneIn(2);
  return {
    seed: choose.below(1_000_000),
    entities: 1 + choose.below(4),
    listItems: 1 + choose.below(3),
    errors: isQuiet ? 0 : choose.of([5, 40, 150]),
    nulls: hasNulls ? choose.of([20, 80, 300]) : 0,
    violations: isQuiet ? 0 : choose.of([0, 15, 60]),
    absent: isQuiet ? 0 : choose.of([0, 100, 400]),
  };
}
