import { sql } from 'drizzle-orm';
import { callerWith, partnerOf, STAFF, type TestRoom } from '../../kit/room';
import { givenSubscriber, givenUse, startSubscribers } from './fixture';

let room: TestRoom;

beforeAll(async () => {
  room = await startSubscribers();
});
afterAll(() => room.close());

const CHANGE = `mutation ($id: ID!, $plan: ID!, $key: String!) {
  changePlan(subscriptionId: $id, planId: $plan, idempotencyKey: $key) {
    __typename
    ... on SubscriptionPayload { clientMutationId subscription { id status plan { id } subscriber { entitlement { vcpu } } } }
    ... on PlanDowngradeBlocked { message resourceClass wouldBe inUse }
    ... on SubscriberNotFound { message subscriberId }
    ... on StaleVersion { message currentUpdatedAt }
  }
}`;

interface Result {
  __typename: string;
  subscription?: { plan: { id: string } };
  [field: string]: unknown;
}

async function change(id: string, plan: string, key: string): Promise<Result> {
  const { data, errors } = await room.query<{ changePlan: Result }>(CHANGE, { id, plan, key });
  expect(errors).toEqual([]);
  return data.changePlan;
}

async function planOf(id: string): Promise<unknown> {
  const [row] = await room.server.database.rows<{ plan_id: string }>(
    sql`SELECT plan_id FROM service_subscriptions WHERE id = ${id}`,
  );
  return row?.plan_id;
}

test('a larger plan is taken, seen at once and announced', async () => {
  await givenSubscriber(room, { id: 'anna' });
  room.delivered.length = 0;
  const result = await change('svc-anna-1', 'plan-business', 'k-anna');
  expect(result).toEqual({
    __typename: 'SubscriptionPayload',
    clientMutationId: 'k-anna',
    subscription: {
      id: 'svc-anna-1',
      status: 'ACTIVE',
      plan: { id: 'plan-business' },
      subscriber: { entitlement: { vcpu: 16 } },
    },
  });
  expect(room.delivered).toMatchObject([
    { key: 'anna', version: 2, payload: { entitlement: { maxPlacements: 20, memoryMb: 16_384 } } },
  ]);
});

test.each([
  ['maxPlacements', { placements: 2 }, 1, 2],
  ['VCPU', { vcpu: 2 }, 1, 2],
  ['MEMORY_MB', { memoryMb: 257 }, 256, 257],
  ['DISK_GB', { diskGb: 3 }, 2, 3],
])(
  'a plan with less %s than is in use is refused, and nothing happens',
  async (resourceClass, use, wouldBe, inUse) => {
    const id = `small-${resourceClass}`;
    await givenSubscriber(room, { id });
    await givenUse(room, id, use);
    room.delivered.length = 0;
    const result = await change(`svc-${id}-1`, 'plan-lite', `k-${id}`);
    expect(result).toMatchObject({ __typename: 'PlanDowngradeBlocked', resourceClass, wouldBe, inUse });
    expect(await planOf(`svc-${id}-1`)).toBe('plan-home');
    expect(room.delivered).toEqual([]);
  },
);

test('use that exactly fits the smaller plan does not block it', async () => {
  await givenSubscriber(room, { id: 'fits' });
  await givenUse(room, 'fits', { placements: 1, vcpu: 1, memoryMb: 256, diskGb: 2 });
  expect(await change('svc-fits-1', 'plan-lite', 'k-fits')).toMatchObject({
    subscription: { plan: { id: 'plan-lite' } },
  });
});

test('other ACTIVE subscriptions count, ended ones do not', async () => {
  await givenSubscriber(room, { id: 'two', plans: ['plan-home', 'plan-home'] });
  await givenUse(room, 'two', { placements: 4 });
  expect(await change('svc-two-1', 'plan-lite', 'k-two-a')).toMatchObject({
    __typename: 'SubscriptionPayload',
  });
  await room.server.database.db.execute(
    sql`UPDATE service_subscriptions SET status = 'TERMINATED' WHERE id = 'svc-two-1'`,
  );
  expect(await change('svc-two-2', 'plan-lite', 'k-two-b')).toMatchObject({
    __typename: 'PlanDowngradeBlocked',
    wouldBe: 1,
    inUse: 4,
  });
});

test('who uses more than the plan holds may take a larger one that is still too small', async () => {
  await givenSubscriber(room, { id: 'over', plans: ['plan-lite'] });
  await givenUse(room, 'over', { placements: 9 });
  expect(await change('svc-over-1', 'plan-home', 'k-over')).toMatchObject({
    __typename: 'SubscriptionPayload',
  });
});

test('a refused call may be made again with its key once there is room', async () => {
  await givenSubscriber(room, { id: 'later' });
  await givenUse(room, 'later', { placements: 3 }, 1);
  expect(await change('svc-later-1', 'plan-lite', 'k-later')).toMatchObject({
    __typename: 'PlanDowngradeBlocked',
  });
  await givenUse(room, 'later', { placements: 1 }, 2);
  expect(await change('svc-later-1', 'plan-lite', 'k-later')).toMatchObject({
    __typename: 'SubscriptionPayload',
  });
});

test('the same key gives the first answer again, even when the plan is another by now', async () => {
  await givenSubscriber(room, { id: 'twice' });
  const first = await change('svc-twice-1', 'plan-home-plus', 'k-twice-1');
  await change('svc-twice-1', 'plan-family', 'k-twice-2');
  const again = await change('svc-twice-1', 'plan-home-plus', 'k-twice-1');
  expect(again.subscription?.plan).toEqual(first.subscription?.plan);
  expect(await planOf('svc-twice-1')).toBe('plan-family');
});

test('a key used for another input is refused', async () => {
  await givenSubscriber(room, { id: 'reuse' });
  await change('svc-reuse-1', 'plan-home-plus', 'k-reuse');
  const { data, codes } = await room.query(CHANGE, {
    id: 'svc-reuse-1',
    plan: 'plan-family',
    key: 'k-reuse',
  });
  expect([data, codes]).toEqual([null, ['IDEMPOTENCY_KEY_REUSED']]);
  expect(await planOf('svc-reuse-1')).toBe('plan-home-plus');
});

test("another client's keys are its own", async () => {
  await givenSubscriber(room, { id: 'own' });
  await change('svc-own-1', 'plan-home-plus', 'k-own');
  const other = { ...STAFF, client: 'provisioning' };
  const { data, errors } = await room.query<{ changePlan: Result }>(
    CHANGE,
    { id: 'svc-own-1', plan: 'plan-family', key: 'k-own' },
    other,
  );
  expect([errors, data.changePlan.__typename]).toEqual([[], 'SubscriptionPayload']);
});

test('many calls with one key at once make one change', async () => {
  await givenSubscriber(room, { id: 'burst' });
  room.delivered.length = 0;
  const results = await Promise.all(
    Array.from({ length: 10 }, () => change('svc-burst-1', 'plan-family', 'k-burst')),
  );
  for (const result of results) expect(result.subscription?.plan).toEqual({ id: 'plan-family' });
  expect(room.delivered.filter(({ key }) => key === 'burst')).toHaveLength(1);
});

test('different changes at once never cross: each is made or told that it is stale', async () => {
  await givenSubscriber(room, { id: 'race' });
  const plans = ['plan-home-plus', 'plan-family', 'plan-studio', 'plan-business', 'plan-lite'];
  const results = await Promise.all(plans.map((plan) => change('svc-race-1', plan, `k-race-${plan}`)));
  const made = results.filter((result) => result.__typename === 'SubscriptionPayload');
  expect(made.length).toBeGreaterThan(0);
  for (const result of results) expect(['SubscriptionPayload', 'StaleVersion']).toContain(result.__typename);
  const events = room.delivered.filter(({ key }) => key === 'race');
  expect(events.map(({ version }) => version).sort()).toEqual(made.map((_, index) => index + 2));
});

test('the plan it has already is accepted and changes nothing', async () => {
  await givenSubscriber(room, { id: 'same' });
  room.delivered.length = 0;
  expect(await change('svc-same-1', 'plan-home', 'k-same')).toMatchObject({
    subscription: { plan: { id: 'plan-home' } },
  });
  expect(room.delivered).toEqual([]);
});

test.each(['nothing', '', 'a\0b'])('an unknown subscription has no subscriber (%#)', async (id) => {
  expect(await change(id, 'plan-home', `k-unknown-${id.length}`)).toMatchObject({
    __typename: 'SubscriberNotFound',
    subscriberId: '',
  });
});

test('an unknown plan, an ended subscription and a bad key are client errors', async () => {
  await givenSubscriber(room, { id: 'bad' });
  await givenSubscriber(room, { id: 'gone', subscriptionStatus: 'TERMINATED' });
  const attempts = [
    { id: 'svc-bad-1', plan: 'plan-nine', key: 'k-bad-1' },
    { id: 'svc-bad-1', plan: 'plan\0', key: 'k-bad-2' },
    { id: 'svc-gone-1', plan: 'plan-lite', key: 'k-bad-3' },
    { id: 'svc-bad-1', plan: 'plan-lite', key: '' },
    { id: 'svc-bad-1', plan: 'plan-lite', key: 'k\0' },
    { id: 'svc-bad-1', plan: 'plan-lite', key: 'k'.repeat(201) },
  ];
  for (const variables of attempts) {
    const { data, codes } = await room.query(CHANGE, variables);
    expect([data, codes]).toEqual([null, ['BAD_USER_INPUT']]);
  }
  expect(await planOf('svc-bad-1')).toBe('plan-home');
});

test('only staff with the scope may change a plan', async () => {
  const variables = { id: 'svc-anna-1', plan: 'plan-lite', key: 'k-forbidden' };
  for (const caller of [callerWith('billing:write'), partnerOf('pub-a', 'subscribers:write')]) {
    expect((await room.query(CHANGE, variables, caller)).codes).toEqual(['FORBIDDEN']);
  }
});
