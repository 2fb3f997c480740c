import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, print, separateOperations } from 'graphql';
import { waitUntil } from '../../cli/process/wait-until';
import { packageRoot } from '../../subgraphs/kit/package-root';
import { type FittingClaim, activateNewBox, fittingClaim } from '../kit/placing';
import { type Product, type Team, startProduct } from '../kit/product';

/** The trusted documents of all teams, by the name of their operation. */
const documents = new Map<string, { team: Team; query: string }>(
  (['billing', 'provisioning', 'scheduling', 'portal'] as const).flatMap((team) => {
    const file = path.join(packageRoot(), `schema/operations/${team}.graphql`);
    const operations = separateOperations(parse(readFileSync(file, 'utf8')));
    return Object.entries(operations).map(
      ([name, document]) => [name, { team, query: print(document) }] as const,
    );
  }),
);

let product: Product;

beforeAll(async () => {
  product = await startProduct({ devices: 400 });
}, 120_000);

afterAll(() => product.remove());

/** Runs a trusted document as its team and expects an answer without errors. */
async function run<Data>(name: string, variables: Record<string, unknown> = {}): Promise<Data> {
  const document = documents.get(name);
  if (!document) throw new Error(`no document is called ${name}`);
  const answer = await product.ask<Data>(document.team, document.query, variables);
  expect(answer.errors).toEqual([]);
  return answer.data;
}

async function ask<Data>(team: Team, query: string, variables: Record<string, unknown> = {}): Promise<Data> {
  const answer = await product.ask<Data>(team, query, variables);
  expect(answer.errors).toEqual([]);
  return answer.data;
}

interface Result {
  readonly __typename: string;
}

const DAY_MS = 86_400_000;
const from = new Date(Date.now() - 10 * DAY_MS).toISOString();
const to = new Date(Date.now() + DAY_MS).toISOString();

interface Box {
  device: {
    version: number;
    lifecycle: string;
    desired: { placementIds: string[] };
    subscriber: { id: string; headroom: { placements: number } };
    provider: { generation: number; inventories: { resourceClass: string; used: number; free: number }[] };
    placements: { edges: { node: { id: string; state: string } }[] };
  };
}

async function boxOf(id: string): Promise<Box['device']> {
  const { device } = await ask<Box>(
    'scheduling',
    `query ($id: ID!) { device(id: $id) { version lifecycle desired { placementIds }
       subscriber { id headroom { placements } }
       provider { generation inventories { resourceClass used free } }
       placements(first: 50) { edges { node { id state } } } } }`,
    { id },
  );
  return device;
}

async function claim(input: FittingClaim, more: object = {}): Promise<Result & { resourceClass?: string }> {
  interface Claimed { claim: Result & { resourceClass?: string } } // prettier-ignore
  const answer = await run<Claimed>('S2_Claim', { in: { ...input, ...more } });
  return answer.claim;
}

async function untilTrue(question: () => Promise<boolean>): Promise<void> {
  expect(await waitUntil(question, { timeoutMs: 30_000, everyMs: 250 })).toBe(true);
}

function used(box: Box['device'], resourceClass: string): number {
  return box.provider.inventories.find((each) => each.resourceClass === resourceClass)?.used ?? -1;
}

it.each<[string, () => Record<string, unknown>]>([
  ['B3_RevenueShare', () => ({ from, to })],
  ['B4_SlaCredit', () => ({})],
  ['B6_OverEntitlement', () => ({})],
  ['B10_MonthEnd', () => ({ from, to })],
  ['P4_Home', () => ({ s: 'sub-000001', image: 'img-none' })],
  ['P6_Drift', () => ({ region: 'region-north' })],
  ['S5_Stuck', () => ({ seconds: 600 })],
])('%s is answered with something, and without errors', async (name, variables) => {
  expect(JSON.stringify(await run<object>(name, variables()))).toContain('"node":');
});

it('an adjustment is signed, and shows in the charge and in the balance', async () => {
  interface Lines { usageRecords: { edges: { node: { id: string; subscriberId: string; ratedCharge: { amount: string } } }[] } } // prettier-ignore
  interface Adjusted { adjustCharge: { adjustment: { subscriber: { billingAccount: { balance: { amount: string } } } } } } // prettier-ignore
  const lines = async (): Promise<Lines> => run<Lines>('B1_RateRun', { from, to });
  const line = (await lines()).usageRecords.edges[0]?.node;
  const adjust = async (amount: string): Promise<number> => {
    const variables = { s: line?.subscriberId, u: line?.id, amount, reason: 'outage', key: randomUUID() };
    const { adjustCharge } = await run<Adjusted>('B8_AdjustCharge', variables);
    return Number(adjustCharge.adjustment.subscriber.billingAccount.balance.amount);
  };
  const first = await adjust('2.50');
  expect(await adjust('-1.25')).toBeCloseTo(first - 1.25, 8);
  const after = (await lines()).usageRecords.edges[0]?.node.ratedCharge.amount;
  expect(Number(after)).toBeCloseTo(Number(line?.ratedCharge.amount) + 1.25, 8);
});

it('a claim that is refused for several reasons is told about the box it named first', async () => {
  const input = await fittingClaim(product);
  const before = await boxOf(input.deviceId);
  const tooMuch = [{ resourceClass: 'MEMORY_MB', amount: 2_000_000_000 }];
  expect(await claim(input, { resources: tooMuch })).toMatchObject({
    __typename: 'InsufficientCapacity',
    resourceClass: 'MEMORY_MB',
  });
  const stale = { providerGeneration: input.providerGeneration - 1, resources: tooMuch };
  expect((await claim(input, stale)).__typename).toBe('GenerationConflict');
  expect((await boxOf(input.deviceId)).provider).toEqual(before.provider);
});

it('a claim is seen at once by box, provider, headroom and retire, and given back by an eviction', async () => {
  const input = await fittingClaim(product);
  const before = await boxOf(input.deviceId);
  expect((await claim(input)).__typename).toBe('PlacementPayload');
  const held = await boxOf(input.deviceId);
  expect(held.desired.placementIds).toContain(input.placementId);
  expect(held.subscriber.headroom.placements).toBe(before.subscriber.headroom.placements - 1);
  expect(used(held, 'VCPU')).toBeGreaterThan(used(before, 'VCPU'));
  interface Retired { retireDevice: Result & { placementIds?: string[] } } // prettier-ignore
  const retire = { d: input.deviceId, v: held.version };
  expect((await run<Retired>('P9_Retire', retire)).retireDevice.placementIds).toEqual([input.placementId]);
  const evicted = await run<Retired>('P9_Retire', { ...retire, evict: true });
  expect(evicted.retireDevice.__typename).toBe('DevicePayload');
  const after = await boxOf(input.deviceId);
  expect(after.lifecycle).toBe('RETIRED');
  expect(after.desired.placementIds).toEqual([]);
  expect(used(after, 'VCPU')).toBe(0);
  expect(after.subscriber.headroom).toEqual(before.subscriber.headroom);
});

it('a box of another home takes a claim, and a swap answers with what the new box shall run', async () => {
  const input = await fittingClaim(product);
  const idle = await fittingBoxElsewhere(input);
  expect((await claim(input, idle)).__typename).toBe('PlacementPayload');
  interface Stock { devices: { edges: { node: { id: string } }[] } } // prettier-ignore
  const { device } = await ask<{ device: { model: { id: string } } }>(
    'provisioning',
    'query ($id: ID!) { device(id: $id) { model { id } } }',
    { id: idle.deviceId },
  );
  const stock = await ask<Stock>(
    'provisioning',
    'query ($f: DeviceFilter!) { devices(filter: $f, first: 1) { edges { node { id } } } }',
    { f: { lifecycle: ['INVENTORY'], modelId: device.model.id } },
  );
  const fresh = stock.devices.edges[0]?.node.id ?? '';
  interface Swapped { swapDevice: { device: { id: string; desired: { placementIds: string[] } } } } // prettier-ignore
  const { version } = await boxOf(idle.deviceId);
  const swapped = await run<Swapped>('P8_Swap', { old: idle.deviceId, new: fresh, v: version });
  expect(swapped.swapDevice.device).toMatchObject({
    id: fresh,
    desired: { placementIds: [input.placementId] },
  });
});

/** An idle box of somebody else that the image of the claim fits on. */
async function fittingBoxElsewhere(
  input: FittingClaim,
): Promise<Pick<FittingClaim, 'deviceId' | 'providerGeneration'>> {
  interface Found { allocationCandidates: { candidates: { providerGeneration: number; device: { id: string; subscriber: { id: string } | null; placements: { edges: object[] } } }[] } } // prettier-ignore
  const { allocationCandidates } = await ask<Found>(
    'scheduling',
    `query ($r: CandidateRequest!) { allocationCandidates(request: $r) { candidates { providerGeneration
       device { id subscriber { id } placements(first: 1, state: [SCHEDULED, PULLING, STARTING, RUNNING, DRAINING, LOST]) { edges { cursor } } } } } }`,
    { r: { imageId: input.imageId, limit: 200 } },
  );
  const found = allocationCandidates.candidates.find(
    ({ device }) => device.subscriber?.id !== input.subscriberId && device.placements.edges.length === 0,
  );
  if (!found) throw new Error('no idle box of another home fits');
  return { deviceId: found.device.id, providerGeneration: found.providerGeneration };
}

it('a box is not activated for a subscriber that does not exist, and comes alive for one that does', async () => {
  const id = await activateNewBox(product, 'pop-north-01');
  expect((await boxOf(id)).lifecycle).toBe('ACTIVATED');
  const stock = await ask<{ devices: { edges: { node: { id: string; version: number } }[] } }>(
    'provisioning',
    '{ devices(filter: { lifecycle: [INVENTORY] }, first: 1) { edges { node { id version } } } }',
  );
  const box = stock.devices.edges[0]?.node;
  const document = documents.get('P3_Activate')?.query ?? '';
  const answer = await product.ask('provisioning', document, { d: box?.id, s: 'sub-none', v: box?.version });
  expect(answer.errors.map((error) => error.extensions?.code)).toEqual(['NOT_FOUND']);
  interface Seen { device: { reachability: string } } // prettier-ignore
  await untilTrue(async () => {
    const seen = await ask<Seen>('provisioning', 'query ($id: ID!) { device(id: $id) { reachability } }', {
      id,
    });
    return seen.device.reachability === 'ONLINE';
  });
});

it('a placement that ran and ended is metered and rated', async () => {
  const input = await fittingClaim(product);
  expect((await claim(input)).__typename).toBe('PlacementPayload');
  interface Seen { placement: { state: string; consumerGeneration: number; usage: { quantity: string; ratedCharge: { amount: string } | null }[] } } // prettier-ignore
  const look = async (): Promise<Seen['placement']> => {
    const { placement } = await ask<Seen>(
      'billing',
      `query ($id: ID!, $from: DateTime!, $to: DateTime!) { placement(id: $id) { state consumerGeneration
         usage(from: $from, to: $to) { quantity ratedCharge { amount } } } }`,
      { id: input.placementId, from, to },
    );
    return placement;
  };
  await untilTrue(async () => (await look()).state === 'RUNNING');
  const { consumerGeneration } = await look();
  await run('S6_End', { p: input.placementId, g: consumerGeneration, reason: 'CUSTOMER' });
  await untilTrue(async () => (await look()).state === 'ENDED');
  const { usage } = await look();
  expect(usage.length).toBeGreaterThan(0);
  expect(usage.every(({ quantity, ratedCharge }) => Number(quantity) > 0 && ratedCharge !== null)).toBe(true);
});
