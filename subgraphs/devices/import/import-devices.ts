import { randomUUID } from 'node:crypto';
import { type Caller } from '../../kit/caller';
import { type Queryable } from '../../kit/database';
import { clientError } from '../../kit/errors';
import { type IdempotentCall, recallAnswer, rememberAnswer } from '../../kit/idempotency';
import { emitChanges } from '../lifecycle/change-device';
import { type DevicesServices } from '../request/services';
import { modelsById, popsById } from '../store';
import { addToCounts } from '../store/device-counts';
import { type NewDevice, insertDevices } from '../store/insert-devices';
import { type DeviceRow } from '../tables';
import { type CheckedItem, checkItems, type Failure, type ImportItem, serialOf } from './check-import';

/** Most boxes of one call. */
const MAX_ITEMS = 1_000;

/** How many boxes of a pallet were taken, and why the others were not. */
export interface ImportAnswer {
  readonly accepted: number;
  readonly failures: readonly Failure[];
}

/**
 * Takes a pallet of boxes into the inventory: what is good of it, with the index of what is not. The same key and
 * input answer what the first call answered.
 *
 * @throws GraphQLError BAD_USER_INPUT for too many boxes, IDEMPOTENCY_KEY_REUSED for another pallet under the key.
 */
export async function importDevices(
  services: DevicesServices,
  caller: Caller,
  items: readonly ImportItem[],
  idempotencyKey: string,
): Promise<ImportAnswer> {
  if (items.length > MAX_ITEMS) {
    throw clientError('BAD_USER_INPUT', `Expected at most ${MAX_ITEMS} devices, got ${items.length}.`);
  }
  const call: IdempotentCall = { caller, operation: 'importDevices', key: idempotencyKey, input: items };
  const answer = await services.database.transaction<ImportAnswer>(async (tx) => {
    const known = await recallAnswer<ImportAnswer>(services.database, tx, call);
    if (known) return known;
    const fresh = await takeIn(services, tx, items);
    await rememberAnswer(tx, call, fresh);
    return fresh;
  });
  await services.relay.flush();
  return answer;
}

async function takeIn(
  services: DevicesServices,
  tx: Queryable,
  items: readonly ImportItem[],
): Promise<ImportAnswer> {
  const { good, failures } = checkItems(items);
  const placed = await withPlaces(services, good, failures);
  const inserted = await insertDevices(
    services.database,
    tx,
    placed.map(({ device }) => device),
  );
  const taken = new Set(inserted.map(serialOf));
  for (const { index, device } of placed) {
    if (!taken.has(serialOf(device)))
      failures.push({ index, message: 'There is a device with this serial number already.' });
  }
  await count(tx, inserted);
  await emitChanges(services, tx, inserted);
  return { accepted: inserted.length, failures: failures.sort((left, right) => left.index - right.index) };
}

interface PlacedItem {
  readonly index: number;
  readonly device: NewDevice;
}

/** Boxes whose model and PoP exist; the others become failures. */
async function withPlaces(
  { database }: DevicesServices,
  good: readonly CheckedItem[],
  failures: Failure[],
): Promise<PlacedItem[]> {
  const [models, pops] = await Promise.all([
    modelsById(database, distinct(good.map(({ item }) => item.modelId))),
    popsById(database, distinct(good.map(({ item }) => item.popId))),
  ]);
  const modelById = new Map(models.map((model) => [model.id, model]));
  const popById = new Map(pops.map((pop) => [pop.id, pop]));
  return good.flatMap(({ index, item }) => {
    const model = modelById.get(item.modelId);
    const pop = popById.get(item.popId);
    if (model && pop) {
      const { oui, productClass, serialNumber } = item;
      const id = `dev-${randomUUID()}`;
      const place = { popId: pop.id, regionId: pop.regionId };
      const hardware = { modelId: model.id, manufacturer: model.manufacturer };
      return [{ index, device: { id, oui, productClass, serialNumber, ...hardware, ...place } }];
    }
    const wrong = model ? 'popId' : 'modelId';
    failures.push({ index, message: `Expected "${wrong}" to name one that exists, got another id.` });
    return [];
  });
}

async function count(tx: Queryable, inserted: readonly DeviceRow[]): Promise<void> {
  await addToCounts(
    tx,
    inserted.map((row) => ({ popId: row.popId, lifecycle: row.lifecycle, by: 1 })),
  );
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
