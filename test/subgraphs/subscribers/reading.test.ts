import { ANONYMOUS, callerWith, partnerOf, type TestRoom } from '../../kit/room';
import { givenSubscriber, GIVEN_AT, startSubscribers } from './fixture';

let room: TestRoom;

beforeAll(async () => {
  room = await startSubscribers();
  await givenSubscriber(room, { id: 'anna', plans: ['plan-lite', 'plan-business'] });
});
afterAll(() => room.close());

const BY_KEYS = `query ($id: ID, $accountNumber: String) {
  subscriber(id: $id, accountNumber: $accountNumber) { id accountNumber }
}`;

test('a subscriber is found by id, by account number and by both', async () => {
  for (const keys of [
    { id: 'anna' },
    { accountNumber: 'ACC-anna' },
    { id: 'anna', accountNumber: 'ACC-anna' },
  ]) {
    const { data, errors } = await room.query(BY_KEYS, keys);
    expect(errors).toEqual([]);
    expect(data).toEqual({ subscriber: { id: 'anna', accountNumber: 'ACC-anna' } });
  }
});

test('two keys of different subscribers find nobody', async () => {
  const { data, errors } = await room.query(BY_KEYS, { id: 'anna', accountNumber: 'ACC-0000001' });
  expect([data, errors]).toEqual([{ subscriber: null }, []]);
});

test('asking for a subscriber without any key is a client error', async () => {
  const { data, codes } = await room.query(BY_KEYS, { id: null });
  expect([data, codes]).toEqual([{ subscriber: null }, ['BAD_USER_INPUT']]);
});

test.each(['', 'nobody', 'a\0b', '\ud800', "'; DROP TABLE subscribers; --", 'x'.repeat(5_000)])(
  'an id of any shape that nobody has finds nobody (%#)',
  async (id) => {
    for (const keys of [{ id }, { accountNumber: id }]) {
      const { data, errors } = await room.query(BY_KEYS, keys);
      expect([data, errors]).toEqual([{ subscriber: null }, []]);
    }
  },
);

test('every field of a subscriber comes from its records', async () => {
  const { data, errors } = await room.query(`{
    subscriber(id: "anna") {
      status statusReason segment createdAt updatedAt
      party { id kind displayName email serviceAddress { city } }
      billingAccount { id cycleDay currency creditHold balance { amount currency } }
      entitlement { maxPlacements vcpu memoryMb diskGb egressGbPerMonth }
    }
  }`);
  expect(errors).toEqual([]);
  expect(data).toEqual({
    subscriber: {
      status: 'ACTIVE',
      statusReason: null,
      segment: 'test',
      createdAt: GIVEN_AT,
      updatedAt: GIVEN_AT,
      party: { id: 'p-anna', kind: 'INDIVIDUAL', displayName: 'anna', email: null, serviceAddress: null },
      billingAccount: {
        id: 'b-anna',
        cycleDay: 1,
        currency: 'EUR',
        creditHold: false,
        balance: { amount: '10.00', currency: 'EUR' },
      },
      entitlement: { maxPlacements: 21, vcpu: 17, memoryMb: 16_640, diskGb: 202, egressGbPerMonth: 5_050 },
    },
  });
});

test('a subscriber without an ACTIVE subscription is entitled to nothing', async () => {
  await givenSubscriber(room, { id: 'ended', subscriptionStatus: 'TERMINATED' });
  const { data } = await room.query('{ subscriber(id: "ended") { entitlement { maxPlacements vcpu } } }');
  expect(data).toEqual({ subscriber: { entitlement: { maxPlacements: 0, vcpu: 0 } } });
});

test('entitlements beyond a GraphQL Int stop at the largest one', async () => {
  await room.server.database.db.execute(
    `INSERT INTO plans SELECT 'plan-huge', name, monthly_fee, currency, 2147483647, vcpu, memory_mb, disk_gb,
       egress_gb_per_month, allowed_image_tags FROM plans WHERE id = 'plan-lite'`,
  );
  await givenSubscriber(room, { id: 'huge', plans: ['plan-huge', 'plan-huge'] });
  const { data, errors } = await room.query('{ subscriber(id: "huge") { entitlement { maxPlacements } } }');
  expect([data, errors]).toEqual([{ subscriber: { entitlement: { maxPlacements: 2_147_483_647 } } }, []]);
  await room.server.database.db.execute(`DELETE FROM service_subscriptions WHERE plan_id = 'plan-huge'`);
  await room.server.database.db.execute(`DELETE FROM plans WHERE id = 'plan-huge'`);
});

test('the party is personal data and the balance is billing data', async () => {
  const query = '{ subscriber(id: "anna") { id party { email } } }';
  const withoutScope = await room.query(query, {}, callerWith('billing:read'));
  expect(withoutScope.data).toEqual({ subscriber: { id: 'anna', party: null } });
  expect(withoutScope.codes).toEqual(['FORBIDDEN']);
  const balance = '{ subscriber(id: "anna") { billingAccount { balance { amount } } } }';
  const withoutBilling = await room.query(balance, {}, callerWith('pii:read'));
  expect([withoutBilling.data, withoutBilling.codes]).toEqual([{ subscriber: null }, ['FORBIDDEN']]);
});

test.each([
  ['anonymous callers', ANONYMOUS],
  ['partners, whatever scopes they have', partnerOf('pub-a', 'pii:read', 'billing:read')],
])('%s see plans and no subscriber at all', async (_who, caller) => {
  const { data, errors } = await room.query(
    `{
      subscriber(id: "anna") { id }
      subscribers { edges { node { id } } totalCount }
      plans(first: 1) { id name monthlyFee { amount currency } included { maxPlacements } allowedImageTags }
      _entities(representations: [
        { __typename: "Subscriber", id: "anna" }
        { __typename: "BillingAccount", id: "b-anna" }
        { __typename: "ServiceSubscription", id: "svc-anna-1" }
        { __typename: "UsageRecord", id: "u" }
      ]) { __typename }
    }`,
    {},
    caller,
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({
    subscriber: null,
    subscribers: { edges: [], totalCount: 0 },
    plans: [
      {
        id: 'plan-lite',
        name: 'Edge Lite',
        monthlyFee: { amount: '4.99', currency: 'EUR' },
        included: { maxPlacements: 1 },
        allowedImageTags: [],
      },
    ],
    _entities: [null, null, null, null],
  });
});

test('plans come cheapest first, as many as asked', async () => {
  const { data } = await room.query<{ plans: { id: string }[] }>('{ plans(first: 3) { id } }');
  expect(data.plans.map(({ id }) => id)).toEqual(['plan-lite', 'plan-home', 'plan-home-plus']);
  const refused = await room.query('{ plans(first: 501) { id } }');
  expect(refused.codes).toEqual(['LIST_SIZE_LIMIT']);
});
