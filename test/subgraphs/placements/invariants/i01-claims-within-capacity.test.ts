import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Amount, InventoryCall } from '../../../../subgraphs/placements/engine-types';
import { createWorld, SCHEDULER, type World } from '../engine-world';

/** The box as a plain value: what claims may take from it. */
interface Model {
  readonly inventories: Map<string, Required<InventoryCall>>;
  readonly used: Map<string, number>;
  readonly live: Map<string, readonly Amount[]>;
}

const CLASSES = ['VCPU', 'MEMORY_MB', 'DISK_GB'] as const;
const resourceClass = fc.constantFrom(...CLASSES);
const amounts = fc.uniqueArray(fc.record({ resourceClass, amount: fc.integer({ min: 1, max: 9 }) }), {
  minLength: 1,
  maxLength: 3,
  selector: (each) => each.resourceClass,
});
const inventory = fc
  .record({
    resourceClass,
    total: fc.integer({ min: 0, max: 12 }),
    reserved: fc.integer({ min: 0, max: 3 }),
    // Ratios that floating point gets wrong are among them.
    allocationRatio: fc.constantFrom(0.29, 0.7, 1, 1.1, 1.15, 2, 4.35, 16),
    minUnit: fc.integer({ min: 1, max: 2 }),
    maxUnit: fc.integer({ min: 3, max: 20 }),
    stepSize: fc.integer({ min: 1, max: 2 }),
  })
  .map((each) => ({ ...each, reserved: Math.min(each.reserved, each.total) }));
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('claim' as const), amounts }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('inventories' as const),
      list: fc.uniqueArray(inventory, { maxLength: 3, selector: (each) => each.resourceClass }),
    }),
  },
);

describe('I1, I2, I3: claims, ends and inventory changes in any order', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
    // What its pull takes of the disk is another invariant's concern (I11).
    await world.image('img-unsized', { sizeBytes: null, virtualSizeBytes: null });
  });
  afterAll(() => world.close());

  it('agree with a model that computes capacity as floor((total - reserved) * ratio)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const deviceId = await world.device(`dev-${randomUUID()}`, { vcpu: 4, memoryMb: 8, diskGb: 8 });
        const model = modelOf(4, 8, 8);
        for (const each of steps) {
          if (each.kind === 'claim') await claimBoth(world, model, deviceId, each.amounts);
          else if (each.kind === 'end') await endBoth(world, model, each.which);
          else await setBoth(world, model, deviceId, each.list);
          expect(onlyUsed(await world.used(deviceId))).toEqual(onlyUsed(Object.fromEntries(model.used)));
        }
        await world.checkBooks();
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});

function modelOf(vcpu: number, memoryMb: number, diskGb: number): Model {
  const plain = { reserved: 0, allocationRatio: 1, minUnit: 1, maxUnit: 2 ** 31 - 1, stepSize: 1 };
  const totals = { VCPU: vcpu, MEMORY_MB: memoryMb, DISK_GB: diskGb };
  return {
    inventories: new Map(
      CLASSES.map((name) => [name, { resourceClass: name, total: totals[name], ...plain }]),
    ),
    used: new Map(CLASSES.map((name) => [name, 0])),
    live: new Map(),
  };
}

/** In whole hundredths, so that nothing is lost. */
function capacityOf(inventory: Required<InventoryCall> | undefined): number {
  if (inventory === undefined) return 0;
  const hundredths = Math.round((inventory.allocationRatio ?? 1) * 100);
  return Math.floor(((inventory.total - (inventory.reserved ?? 0)) * hundredths) / 100);
}

function fits(model: Model, { resourceClass, amount }: Amount): boolean {
  const known = model.inventories.get(resourceClass);
  return (
    known !== undefined &&
    (model.used.get(resourceClass) ?? 0) + amount <= capacityOf(known) &&
    amount >= (known.minUnit ?? 1) &&
    amount <= (known.maxUnit ?? amount) &&
    amount % (known.stepSize ?? 1) === 0
  );
}

async function claimBoth(
  world: World,
  model: Model,
  deviceId: string,
  wanted: readonly Amount[],
): Promise<void> {
  const call = await world.claimCall({ deviceId, imageId: 'img-unsized', resources: wanted });
  const answer = await world.engine.claim(call, SCHEDULER);
  const isFitting = wanted.every((each) => fits(model, each));
  expect(answer.__typename).toBe(isFitting ? 'PlacementPayload' : 'InsufficientCapacity');
  if (answer.__typename === 'InsufficientCapacity') {
    expect(answer.retryable).toBe(false);
    expect(await world.generation(deviceId)).toBe(call.providerGeneration);
  }
  if (!isFitting) return;
  model.live.set(call.placementId, wanted);
  add(model, wanted, 1);
  expect(await world.generation(deviceId)).toBe(call.providerGeneration + 1);
}

async function endBoth(world: World, model: Model, which: number): Promise<void> {
  const placementId = [...model.live.keys()][which % Math.max(1, model.live.size)];
  if (placementId === undefined) return;
  const call = { placementId, consumerGeneration: 1, reason: 'CUSTOMER' as const };
  expect((await world.engine.endPlacement(call, SCHEDULER)).__typename).toBe('PlacementPayload');
  add(model, model.live.get(placementId) ?? [], -1);
  model.live.delete(placementId);
}

async function setBoth(
  world: World,
  model: Model,
  deviceId: string,
  list: readonly Required<InventoryCall>[],
): Promise<void> {
  const providerGeneration = await world.generation(deviceId);
  const answer = await world.engine.setInventories({ deviceId, providerGeneration, inventories: list });
  model.inventories.clear();
  for (const each of list) model.inventories.set(each.resourceClass, each);
  const overcommitted = CLASSES.some(
    (name) => (model.used.get(name) ?? 0) > capacityOf(model.inventories.get(name)),
  );
  expect(answer).toEqual({ __typename: 'ProviderPayload', providerId: `rp-${deviceId}`, overcommitted });
}

function add(model: Model, amounts: readonly Amount[], sign: number): void {
  for (const { resourceClass, amount } of amounts) {
    model.used.set(resourceClass, (model.used.get(resourceClass) ?? 0) + sign * amount);
  }
}

function onlyUsed(used: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(used).filter(([, amount]) => amount > 0));
}
