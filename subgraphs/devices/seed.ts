import { createRandom } from '../kit/random';
import { type SeedOptions } from '../kit/room';
import { seedPlan } from '../kit/seed-plan';
import { deviceChanged } from './lifecycle/device-events';
import { type DevicesServices } from './request/services';
import { DEVICE_MODELS } from './seed/device-models';
import { seedPops, seedRegions } from './seed/places';
import { seedDevice, type SeedDevice, type SeedFrame } from './seed/seed-device';
import { taskHistory } from './seed/task-history';
import { addToCounts, type CountChange } from './store/device-counts';
import { insertRows } from './store/insert-rows';
import { deviceFaults, deviceModels, devices, deviceTasks, pops, regions } from './tables';

/** Boxes of one transaction. */
const CHUNK = 4_000;

/** Writes the demonstration fleet and tells it. Hot state is not seeded: the boxes bring it when they beat. */
export async function seedDevices(services: DevicesServices, options: SeedOptions): Promise<void> {
  const frame: SeedFrame = { seed: options.seed, plan: seedPlan(options), now: options.now };
  await writePlaces(services, frame);
  const random = createRandom(`${options.seed}/devices`);
  for (let start = 0; start < options.devices; start += CHUNK) {
    const length = Math.min(CHUNK, options.devices - start);
    const boxes = Array.from({ length }, (_, offset) => seedDevice(frame, start + offset, random));
    await writeBoxes(services, frame, boxes);
    options.progress((start + length) / options.devices);
  }
}

async function writePlaces({ database }: DevicesServices, frame: SeedFrame): Promise<void> {
  await database.transaction(async (tx) => {
    await insertRows(tx, regions, seedRegions(frame.plan));
    await insertRows(tx, pops, seedPops(frame.plan));
    const models = DEVICE_MODELS.map(
      ({ productClass: _class, oui: _oui, weight: _weight, ...model }) => model,
    );
    await insertRows(tx, deviceModels, models);
  });
}

async function writeBoxes(
  services: DevicesServices,
  frame: SeedFrame,
  boxes: readonly SeedDevice[],
): Promise<void> {
  const random = createRandom(`${frame.seed}/tasks/${boxes[0]?.id}`);
  const histories = boxes.map((box) => taskHistory(frame, box, random));
  const modelOf = new Map(DEVICE_MODELS.map((model) => [model.id, model]));
  const events = boxes.flatMap((box) => {
    const model = modelOf.get(box.modelId);
    return model ? [deviceChanged(box, model)] : [];
  });
  const counts = boxes.map(({ popId, lifecycle }): CountChange => ({ popId, lifecycle, by: 1 }));
  await services.database.transaction(async (tx) => {
    await insertRows(tx, devices, boxes);
    await insertRows(
      tx,
      deviceTasks,
      histories.flatMap((history) => history.tasks),
    );
    await insertRows(
      tx,
      deviceFaults,
      histories.flatMap((history) => history.faults),
    );
    await addToCounts(tx, counts);
    await services.emit(tx, events);
  });
}
