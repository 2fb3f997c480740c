import { callerWith, partnerOf, type TestRoom } from '../../kit/room';
import { givenPrice, givenSubscriber, givenUsage, rated, startSubscribers } from './fixture';

let room: TestRoom;

beforeAll(async () => {
  room = await startSubscribers();
  await givenPrice(room, 'img-1', { amount: '0.40', currency: 'EUR' });
});
afterAll(() => room.close());

const ADJUST = `mutation ($sub: ID!, $usage: ID!, $amount: Decimal!, $reason: String!, $key: String!) {
  adjustCharge(subscriberId: $sub, usageRecordId: $usage, amount: $amount, reason: $reason, idempotencyKey: $key) {
    __typename
    ... on AdjustmentPayload { adjustment { id amount { amount currency } reason createdAt subscriber { id billingAccount { balance { amount currency } } } } }
    ... on SubscriberNotFound { message subscriberId }
  }
}`;

interface Result {
  __typename: string;
  adjustment?: { id: string; amount: object; subscriber: { billingAccount: { balance: object } } };
}

let keys = 0;

async function adjust(sub: string, usage: string, amount: string, more: object = {}): Promise<Result> {
  const { data, errors } = await room.query<{ adjustCharge: Result }>(
    ADJUST,
    input(sub, usage, amount, more),
  );
  expect(errors).toEqual([]);
  return data.adjustCharge;
}

function input(sub: string, usage: string, amount: string, more: object = {}): Record<string, unknown> {
  return { sub, usage, amount, reason: 'outage', key: `key-${(keys += 1)}`, ...more };
}

/** A subscriber owing 10.00 with one record rated at 1.00 EUR. */
async function given(id: string, currency = 'EUR'): Promise<string> {
  await givenSubscriber(room, { id, currency });
  await givenUsage(room, `u-${id}`, { subscriberId: id });
  return `u-${id}`;
}

test('charge, status and balance move together', async () => {
  const usage = await given('anna');
  const down = await adjust('anna', usage, '-0.25');
  expect(down.adjustment).toMatchObject({
    amount: { amount: '-0.25', currency: 'EUR' },
    reason: 'outage',
    subscriber: { id: 'anna', billingAccount: { balance: { amount: '9.75', currency: 'EUR' } } },
  });
  expect(await rated(room, usage)).toEqual({
    status: 'RERATED',
    ratedCharge: { amount: '0.75', currency: 'EUR' },
  });
  const up = await adjust('anna', usage, '2.125');
  expect(up.adjustment?.subscriber.billingAccount.balance).toEqual({ amount: '11.875', currency: 'EUR' });
  expect(await rated(room, usage)).toEqual({
    status: 'RERATED',
    ratedCharge: { amount: '2.875', currency: 'EUR' },
  });
});

test('a charge may be taken back in full but never below zero', async () => {
  const usage = await given('berta');
  const { codes } = await room.query(ADJUST, input('berta', usage, '-1.00000001'));
  expect(codes).toEqual(['BAD_USER_INPUT']);
  expect(await rated(room, usage)).toMatchObject({ status: 'RATED', ratedCharge: { amount: '1.00' } });
  await adjust('berta', usage, '-1.00');
  expect(await rated(room, usage)).toMatchObject({ status: 'RERATED', ratedCharge: { amount: '0.00' } });
});

test.each(['0', '0.00', '-0', '100000.01', '-100001', '0.000000001'])(
  'an amount of %s is refused',
  async (amount) => {
    const { data, codes } = await room.query(ADJUST, input('sub-000001', 'u-anna', amount));
    expect([data, codes]).toEqual([null, ['BAD_USER_INPUT']]);
  },
);

test.each(['ten', '1e3', '', '1,5', 'NaN'])('%j is no Decimal', async (amount) => {
  const { data, codes } = await room.query(ADJUST, input('sub-000001', 'u-anna', amount));
  expect([data, codes]).toEqual([null, ['BAD_USER_INPUT']]);
});

test('a number instead of text is refused: it might have lost cents', async () => {
  const { codes } = await room.query(ADJUST, { ...input('sub-000001', 'u', '1'), amount: 1.1 });
  expect(codes).toEqual(['BAD_USER_INPUT']);
});

test('the record must be one of this subscriber', async () => {
  const usage = await given('carl');
  await given('dora');
  for (const [sub, record] of [
    ['dora', usage],
    ['carl', 'no-such-record'],
    ['carl', 'a\0b'],
    ['carl', ''],
  ] as const) {
    const { data, codes } = await room.query(ADJUST, input(sub, record, '0.10'));
    expect([data, codes]).toEqual([null, ['NOT_FOUND']]);
  }
});

test.each(['nobody', 'a\0b', ''])('an unknown subscriber is not found (%#)', async (sub) => {
  expect(await adjust(sub, 'u-anna', '0.10')).toMatchObject({
    __typename: 'SubscriberNotFound',
    subscriberId: sub,
  });
});

test('a record that could not be rated is charged by adjustment', async () => {
  await givenSubscriber(room, { id: 'emil', currency: 'GBP' });
  await givenUsage(room, 'u-emil', { subscriberId: 'emil', imageId: 'img-unheard-of' });
  expect(await rated(room, 'u-emil', { imageId: 'img-unheard-of' })).toEqual({
    status: 'RECEIVED',
    ratedCharge: null,
  });
  await adjust('emil', 'u-emil', '0.30');
  const charged = { status: 'RERATED', ratedCharge: { amount: '0.30', currency: 'GBP' } };
  expect(await rated(room, 'u-emil', { imageId: 'img-unheard-of' })).toEqual(charged);
  await givenPrice(room, 'img-unheard-of', { amount: '5', currency: 'EUR' });
  expect(await rated(room, 'u-emil', { imageId: 'img-unheard-of' })).toEqual(charged);
});

test('a charge in another currency than the account moves the balance by its worth', async () => {
  const usage = await given('fritz', 'CHF');
  const { adjustment } = await adjust('fritz', usage, '-1.00');
  expect(adjustment).toMatchObject({
    amount: { amount: '-1.00', currency: 'EUR' },
    subscriber: { billingAccount: { balance: { amount: '9.05', currency: 'CHF' } } },
  });
});

test('the same key gives the same adjustment and moves the balance once', async () => {
  const usage = await given('gerda');
  const variables = input('gerda', usage, '0.50');
  const first = await room.query<{ adjustCharge: Result }>(ADJUST, variables);
  const again = await room.query<{ adjustCharge: Result }>(ADJUST, { ...variables, amount: '0.5' });
  expect(again.data.adjustCharge).toEqual(first.data.adjustCharge);
  const other = await room.query(ADJUST, { ...variables, amount: '0.51' });
  expect(other.codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
});

test('many calls with one key at once move the balance once; with different keys each moves it', async () => {
  const usage = await given('hans');
  const variables = input('hans', usage, '0.10');
  const same = await Promise.all(
    Array.from({ length: 8 }, () => room.query<{ adjustCharge: Result }>(ADJUST, variables)),
  );
  expect(new Set(same.map(({ data }) => data.adjustCharge.adjustment?.id)).size).toBe(1);
  await Promise.all(Array.from({ length: 8 }, () => adjust('hans', usage, '0.01')));
  expect(await rated(room, usage)).toMatchObject({ ratedCharge: { amount: '1.18' } });
  const { data } = await room.query('{ subscriber(id: "hans") { billingAccount { balance { amount } } } }');
  expect(data).toEqual({ subscriber: { billingAccount: { balance: { amount: '10.18' } } } });
});

test('a reason is needed and has to be storable', async () => {
  for (const reason of ['', '  ', 'a\0b', 'x'.repeat(501)]) {
    const { codes } = await room.query(ADJUST, input('anna', 'u-anna', '0.10', { reason }));
    expect(codes).toEqual(['BAD_USER_INPUT']);
  }
});

test('only staff with the scope may adjust', async () => {
  for (const caller of [callerWith('billing:read'), partnerOf('pub-a', 'billing:write')]) {
    expect((await room.query(ADJUST, input('anna', 'u-anna', '0.10'), caller)).codes).toEqual(['FORBIDDEN']);
  }
});
