import { randomUUID } from 'node:crypto';
import { STAFF } from '../../kit/room';
import { type SeededRoom, startSeededRoom } from './seeded-room';

let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom();
});
afterAll(() => room.close());

/** A box that stands idle, its owner, and a public image that fits: what a scheduler finds first. */
interface Opening extends Record<string, unknown> {
  readonly device: string;
  readonly subscriber: string;
  readonly image: string;
  readonly generation: number;
  readonly pop: string;
}

/** The other rooms are quiet, so what was used by one test is gone for the next. */
async function opening(): Promise<Opening> {
  const [found] = await room.records<Opening>(`
    SELECT p.device_id AS device, s.id AS subscriber, i.id AS image, p.generation, p.pop_id AS pop
    FROM providers p JOIN subscribers s ON s.id = p.subscriber_id JOIN images i ON i.arch = p.arch
    WHERE p.lifecycle = 'ACTIVATED' AND s.status = 'ACTIVE' AND NOT s.credit_hold AND i.status = 'ACTIVE'
      AND i.visibility = 'PUBLIC' AND i.min_downlink_kbps IS NULL AND s.used_placements + 2 < s.max_placements
      AND s.used_vcpu + 2 * i.vcpu <= s.max_vcpu AND s.used_memory_mb + 2 * i.memory_mb <= s.max_memory_mb
      AND p.memory_free >= 2 * i.memory_mb AND p.vcpu_free >= 2 * i.vcpu AND p.disk_free >= i.disk_gb
      AND s.used_disk_gb + i.disk_gb <= s.max_disk_gb
      AND NOT EXISTS (SELECT 1 FROM placements x WHERE x.subscriber_id = s.id AND x.ended_at IS NULL)
    ORDER BY i.memory_mb, p.device_id LIMIT 1`);
  if (!found) throw new Error('the seed left no opening');
  return found;
}

const CLAIM = `mutation ($in: ClaimInput!) { claim(input: $in) { __typename
  ... on PlacementPayload { placement { id state consumerGeneration device { id provider { generation inventories { resourceClass used } } }
    allocations { resourceClass used provider { id } } subscriber { id placements(state: [SCHEDULED]) { edges { node { id } } } } } }
  ... on GenerationConflict { message retryable provider { id generation device { id } } }
  ... on ConsumerGenerationConflict { message retryable currentGeneration }
  ... on InsufficientCapacity { message retryable resourceClass requested free }
  ... on ImageNotDeployable { message retryable image { id } }
  ... on EntitlementExceeded { message retryable limit allowed wouldBe }
  ... on DeviceUnavailable { message retryable device { id } } } }`;

function claimInput(found: Opening, more: object = {}): Record<string, unknown> {
  return {
    placementId: randomUUID(),
    subscriberId: found.subscriber,
    imageId: found.image,
    deviceId: found.device,
    providerGeneration: found.generation,
    idempotencyKey: randomUUID(),
    ...more,
  };
}

async function run<Data>(document: string, variables: object): Promise<Data> {
  const { data, errors } = await room.query<Data>(document, variables as Record<string, unknown>);
  expect(errors).toEqual([]);
  return data;
}

test('a claim is visible at once to its box, provider and subscriber, and told to the other rooms', async () => {
  const found = await opening();
  const input = claimInput(found);
  const { claim } = await run<{ claim: { __typename: string; placement: Record<string, unknown> } }>(CLAIM, { in: input }); // prettier-ignore
  expect(claim.__typename).toBe('PlacementPayload');
  expect(claim.placement).toMatchObject({
    id: input['placementId'],
    state: 'SCHEDULED',
    consumerGeneration: 1,
    device: { id: found.device, provider: { generation: found.generation + 1 } },
    subscriber: { placements: { edges: [{ node: { id: input['placementId'] } }] } },
  });
  const told = room.delivered.filter(({ key }) => key === input['placementId']);
  expect(told.map(({ consumer, topic }) => `${topic} to ${consumer}`).sort()).toEqual([
    'placements.placement.changed to devices',
    'placements.placement.changed to images',
  ]);
  // The same key with the same input is the same claim; with another input it is refused.
  const again = await run<typeof claim>(CLAIM, { in: input });
  expect(again).toMatchObject({
    claim: { __typename: 'PlacementPayload', placement: { id: input['placementId'] } },
  });
  const reused = await room.query(CLAIM, { in: { ...input, placementId: randomUUID() } });
  expect(reused.codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  // Another key for the same placement: it exists already.
  const other = await run(CLAIM, { in: { ...input, idempotencyKey: randomUUID() } });
  expect(other).toMatchObject({ claim: { __typename: 'ConsumerGenerationConflict', currentGeneration: 1 } });
});

test('each refusal of a claim comes with the object it is about', async () => {
  const found = await opening();
  const [onHold] = await room.records<{ id: string }>(
    "SELECT id FROM subscribers WHERE status = 'ACTIVE' AND credit_hold LIMIT 1",
  );
  const cases: [object, object][] = [
    [
      { providerGeneration: found.generation - 1 },
      {
        __typename: 'GenerationConflict',
        retryable: true,
        provider: { generation: found.generation, device: { id: found.device } },
      },
    ],
    [
      { resources: [{ resourceClass: 'DISK_GB', amount: 1_000_000 }] },
      { __typename: 'InsufficientCapacity', resourceClass: 'DISK_GB', requested: 1_000_000 },
    ],
    [
      { subscriberId: onHold?.id },
      { __typename: 'EntitlementExceeded', limit: 'creditHold', allowed: 0, wouldBe: 1 },
    ],
    [
      { resources: [{ resourceClass: 'NET_BW_EGR_KILOBIT_PER_SEC', amount: 1 }] },
      {
        __typename: 'InsufficientCapacity',
        resourceClass: 'NET_BW_EGR_KILOBIT_PER_SEC',
        requested: 1,
        free: 0,
      },
    ],
    [{ imageId: 'img-mips-6' }, { __typename: 'ImageNotDeployable', image: { id: 'img-mips-6' } }],
  ];
  for (const [more, expected] of cases) {
    const data = await run(CLAIM, { in: claimInput(found, more) });
    expect(data).toMatchObject({ claim: expected });
  }
});

test.each([
  ['subscriberId', 'nobody'],
  ['imageId', 'nothing\0'],
  ['deviceId', '\ud800'],
  ['groupId', 'no group'],
])('an unknown %s is NOT_FOUND', async (field, value) => {
  const found = await opening();
  const { codes, data } = await room.query(CLAIM, { in: claimInput(found, { [field]: value }) });
  expect(codes).toEqual(['NOT_FOUND']);
  expect(data).toBeNull();
});

test.each([
  [{ placementId: 'not-a-uuid' }, 'BAD_USER_INPUT'],
  [{ placementId: '\0' }, 'BAD_USER_INPUT'],
  [{ idempotencyKey: '' }, 'BAD_USER_INPUT'],
  [{ idempotencyKey: 'a\0' }, 'BAD_USER_INPUT'],
  [{ resources: [] }, 'BAD_USER_INPUT'],
  [{ resources: [{ resourceClass: 'VCPU', amount: -1 }] }, 'BAD_USER_INPUT'],
  [{ resources: [{ resourceClass: 'FANTASY', amount: 1 }] }, 'BAD_USER_INPUT'],
  [{ providerGeneration: 2_147_483_648 }, 'BAD_USER_INPUT'],
])('a claim that cannot be (%j) is the client’s error', async (more, code) => {
  const found = await opening();
  const { codes } = await room.query(CLAIM, { in: claimInput(found, more) });
  expect(codes).toEqual([code]);
});

test('place picks, end drains, and both are read back', async () => {
  const found = await opening();
  const input = { subscriberId: found.subscriber, imageId: found.image, idempotencyKey: randomUUID() };
  const { place } = await run<{ place: { placement: { id: string; device: { id: string } } } }>(
    'mutation ($in: PlaceInput!) { place(input: $in) { ... on PlacementPayload { placement { id device { id } } } } }',
    { in: input },
  );
  expect(place.placement.device.id).toBe(found.device);
  const end = (id: string, generation: number): Promise<{ endPlacement: object }> =>
    run(
      `mutation ($id: ID!, $g: Int!) { endPlacement(placementId: $id, consumerGeneration: $g, reason: CUSTOMER) { __typename
        ... on PlacementPayload { placement { state consumerGeneration endReason } }
        ... on ConsumerGenerationConflict { currentGeneration } ... on PlacementNotFound { placementId }
        ... on IllegalPlacementTransition { from to } } }`,
      { id, g: generation },
    );
  expect(await end(place.placement.id, 7)).toEqual({
    endPlacement: { __typename: 'ConsumerGenerationConflict', currentGeneration: 1 },
  });
  expect(await end(place.placement.id, 1)).toMatchObject({
    endPlacement: {
      __typename: 'PlacementPayload',
      placement: { endReason: 'CUSTOMER', consumerGeneration: 2 },
    },
  });
  expect(await end(place.placement.id, 2)).toMatchObject({
    endPlacement: { __typename: 'IllegalPlacementTransition' },
  });
  for (const id of ['nothing', 'a\0b', '']) {
    expect(await end(id, 1)).toEqual({ endPlacement: { __typename: 'PlacementNotFound', placementId: id } });
  }
});

test('candidates come with provider, generation, score and how many each filter left', async () => {
  const found = await opening();
  const { allocationCandidates: set } = await run<{ allocationCandidates: CandidatesAnswer }>(
    `query ($r: CandidateRequest!) { allocationCandidates(request: $r) { searched exhaustive filters { name remaining }
      candidates { providerGeneration score weights { name value multiplier } estimatedPullSeconds device { id }
        provider { id generation traits inventories { resourceClass capacity used free } } } } }`,
    { r: { imageId: found.image, subscriberId: found.subscriber, onlineWithinSeconds: null, limit: 3 } },
  );
  expect(set.candidates.map(({ device }) => device.id)).toContain(found.device);
  for (const { provider, providerGeneration } of set.candidates) {
    expect(providerGeneration).toBe(provider.generation);
  }
  expect(set.filters.length).toBeGreaterThan(1);
  const counts = [set.searched, ...set.filters.map(({ remaining }) => remaining)];
  expect(counts).toEqual([...counts].sort((left, right) => right - left));
});

interface CandidatesAnswer {
  searched: number;
  filters: { remaining: number }[];
  candidates: { device: { id: string }; providerGeneration: number; provider: { generation: number } }[];
}

test('a box may be shrunk below its use: overcommitted, nothing free, nothing killed', async () => {
  const [busy] = await room.records<{ device: string; generation: number; used: number }>(
    `SELECT p.device_id AS device, p.generation, i.used FROM providers p JOIN inventories i ON i.provider_id = p.id
     WHERE i.resource_class = 'MEMORY_MB' AND i.used > 16 ORDER BY 1 LIMIT 1`,
  );
  const set = (generation: number | undefined, total: number): Promise<{ setInventories: object }> =>
    run(
      `mutation ($d: ID!, $g: Int!, $i: [InventoryInput!]!) { setInventories(deviceId: $d, providerGeneration: $g, inventories: $i) {
        __typename ... on ProviderPayload { overcommitted provider { generation inventories { resourceClass total capacity used free overcommitted } } }
        ... on GenerationConflict { provider { generation } } } }`,
      {
        d: busy?.device,
        g: generation,
        i: [
          { resourceClass: 'MEMORY_MB', total },
          { resourceClass: 'VCPU', total: 8 },
          { resourceClass: 'DISK_GB', total: 100, allocationRatio: null },
        ],
      },
    );
  const generation = busy?.generation ?? 0;
  expect(await set(generation - 1, 8)).toEqual({
    setInventories: { __typename: 'GenerationConflict', provider: { generation } },
  });
  expect(await set(generation, 8)).toMatchObject({
    setInventories: {
      __typename: 'ProviderPayload',
      overcommitted: true,
      provider: {
        generation: generation + 1,
        inventories: [
          { resourceClass: 'DISK_GB', total: 100 },
          { resourceClass: 'MEMORY_MB', capacity: 8, used: busy?.used, free: 0, overcommitted: true },
          { resourceClass: 'VCPU', total: 8 },
        ],
      },
    },
  });
});

test('two mutations of one operation each see what they did', async () => {
  const { a, b } = await run<Record<'a' | 'b', { id: string; policy: string; members: object }>>(
    `mutation ($s: ID!) { a: createPlacementGroup(subscriberId: $s, policy: ANTI_AFFINITY_DEVICE) { id policy members { edges { cursor } } }
      b: createPlacementGroup(subscriberId: $s, policy: NONE) { id policy members { edges { cursor } } } }`,
    { s: (await opening()).subscriber },
  );
  expect([a.policy, b.policy]).toEqual(['ANTI_AFFINITY_DEVICE', 'NONE']);
  expect(a.id).not.toBe(b.id);
  expect(a.members).toEqual({ edges: [] });
  const unknown = await room.query(
    'mutation { createPlacementGroup(subscriberId: "x", policy: NONE) { id } }',
  );
  expect(unknown.codes).toEqual(['NOT_FOUND']);
});

test('a move by PoP takes another box, with both claims changed', async () => {
  const [running] = await room.records<{ id: string; device: string; generation: number }>(
    `SELECT id, device_id AS device, consumer_generation AS generation FROM placements
     WHERE state = 'RUNNING' AND image_id LIKE 'img-aarch64-%' AND pop_id = 'pop-north-01' AND group_id IS NULL
     AND EXISTS (SELECT 1 FROM images WHERE images.id = image_id AND status = 'ACTIVE') ORDER BY id LIMIT 1`,
  );
  const { movePlacement: moved } = await run<{ movePlacement: MoveAnswer }>(
    `mutation ($p: ID!, $g: Int!) { movePlacement(placementId: $p, consumerGeneration: $g, toPopIds: ["pop-north-02", "pop-east-01"]) {
      __typename ... on PlacementPayload { placement { id state device { id } allocations { provider { device { id } } } } }
      ... on NoValidDevice { filters { name remaining } } } }`,
    { p: running?.id, g: running?.generation },
  );
  expect(moved.__typename).toBe('PlacementPayload');
  expect(moved.placement.device.id).not.toBe(running?.device);
  for (const { provider } of moved.placement.allocations) {
    expect(provider.device.id).toBe(moved.placement.device.id);
  }
  const caller = { ...STAFF, client: 'scheduling' };
  const gone = await room.query<{ movePlacement: object }>(
    'mutation { movePlacement(placementId: "x\\u0000", consumerGeneration: 1, toDeviceId: "y") { __typename } }',
    {},
    caller,
  );
  expect(gone.data).toEqual({ movePlacement: { __typename: 'PlacementNotFound' } });
});

interface MoveAnswer {
  __typename: string;
  placement: { device: { id: string }; allocations: { provider: { device: { id: string } } }[] };
}
