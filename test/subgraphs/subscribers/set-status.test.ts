import { ANONYMOUS, callerWith, partnerOf, type TestRoom } from '../../kit/room';
import { givenSubscriber, GIVEN_AT, startSubscribers } from './fixture';

let room: TestRoom;

beforeAll(async () => {
  room = await startSubscribers();
});
afterAll(() => room.close());

const SET = `mutation ($id: ID!, $status: SubscriberStatus!, $reason: String, $at: DateTime) {
  setSubscriberStatus(subscriberId: $id, status: $status, reason: $reason, ifUpdatedAt: $at) {
    __typename
    ... on SubscriberPayload { subscriber { id status statusReason updatedAt entitlement { vcpu } } }
    ... on SubscriberNotFound { message subscriberId }
    ... on StaleVersion { message currentUpdatedAt }
  }
}`;

interface Result {
  setSubscriberStatus: {
    __typename: string;
    subscriber?: {
      status: string;
      statusReason: string | null;
      updatedAt: string;
      entitlement: { vcpu: number };
    };
    currentUpdatedAt?: string;
  };
}

async function set(id: string, status: string, more: object = {}): Promise<Result['setSubscriberStatus']> {
  const { data, errors } = await room.query<Result>(SET, { id, status, ...more });
  expect(errors).toEqual([]);
  return data.setSubscriberStatus;
}

test('a change with the version that was read is made, stored and announced', async () => {
  await givenSubscriber(room, { id: 'berta' });
  room.delivered.length = 0;
  const result = await set('berta', 'SUSPENDED', { reason: 'non-payment', at: GIVEN_AT });
  expect(result).toMatchObject({
    __typename: 'SubscriberPayload',
    subscriber: { status: 'SUSPENDED', statusReason: 'non-payment' },
  });
  const { data } = await room.query('{ subscriber(id: "berta") { status statusReason } }');
  expect(data).toEqual({ subscriber: { status: 'SUSPENDED', statusReason: 'non-payment' } });
  expect(room.delivered).toMatchObject([
    {
      consumer: 'placements',
      topic: 'subscribers.subscriber.changed',
      key: 'berta',
      version: 2,
      payload: {
        subscriberId: 'berta',
        status: 'SUSPENDED',
        creditHold: false,
        entitlement: { maxPlacements: 3, vcpu: 2, memoryMb: 1024, diskGb: 8 },
        allowedImageTags: [],
      },
    },
  ]);
});

test('a version that is not the current one is stale, to the millisecond, and changes nothing', async () => {
  await givenSubscriber(room, { id: 'carl' });
  room.delivered.length = 0;
  for (const at of ['2026-06-20T08:00:00.122Z', '2026-06-20T08:00:00.124Z', '1999-01-01T00:00:00Z']) {
    const result = await set('carl', 'SUSPENDED', { at });
    expect(result).toMatchObject({ __typename: 'StaleVersion', currentUpdatedAt: GIVEN_AT });
  }
  expect(room.delivered).toEqual([]);
});

test('the updatedAt that an answer holds can be handed back', async () => {
  await givenSubscriber(room, { id: 'dora' });
  let at = GIVEN_AT;
  for (const status of ['SUSPENDED', 'ACTIVE', 'SUSPENDED', 'ACTIVE']) {
    const { subscriber } = await set('dora', status, { at });
    expect(subscriber?.updatedAt).not.toBe(at);
    at = subscriber?.updatedAt ?? '';
  }
});

test('of many changes at once with one version, one is made', async () => {
  await givenSubscriber(room, { id: 'emil' });
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, index) => set('emil', 'SUSPENDED', { at: GIVEN_AT, reason: `${index}` })),
  );
  const kinds = results.map((result) => result.__typename).sort();
  expect(kinds).toEqual([...Array<string>(7).fill('StaleVersion'), 'SubscriberPayload'].sort());
});

test('the status it has already is accepted and changes nothing', async () => {
  await givenSubscriber(room, { id: 'fritz' });
  room.delivered.length = 0;
  const result = await set('fritz', 'ACTIVE', { reason: 'again' });
  expect(result.subscriber).toMatchObject({ status: 'ACTIVE', statusReason: null, updatedAt: GIVEN_AT });
  expect(room.delivered).toEqual([]);
});

test.each([
  ['PROSPECTIVE', 'SUSPENDED'],
  ['ACTIVE', 'PROSPECTIVE'],
  ['SUSPENDED', 'PROSPECTIVE'],
  ['CLOSED', 'ACTIVE'],
  ['CLOSED', 'SUSPENDED'],
])('nobody goes from %s to %s', async (from, to) => {
  const id = `${from}-${to}`;
  await givenSubscriber(room, { id, status: from });
  const { data, codes, errors } = await room.query(SET, { id, status: to });
  expect([data, codes]).toEqual([null, ['BAD_USER_INPUT']]);
  expect(errors[0]?.message).toContain(`from ${from} to ${to}`);
});

test('closing ends all subscriptions and the entitlement with them', async () => {
  await givenSubscriber(room, { id: 'gerda', plans: ['plan-home', 'plan-lite'] });
  const result = await set('gerda', 'CLOSED');
  expect(result.subscriber).toMatchObject({ status: 'CLOSED', entitlement: { vcpu: 0 } });
  const { data } = await room.query<{
    subscriber: { subscriptions: { edges: { node: { status: string; endedAt: string } }[] } };
  }>('{ subscriber(id: "gerda") { subscriptions { edges { node { status endedAt } } } } }');
  const nodes = data.subscriber.subscriptions.edges.map(({ node }) => node);
  expect(nodes).toEqual([
    { status: 'TERMINATED', endedAt: expect.any(String) },
    { status: 'TERMINATED', endedAt: expect.any(String) },
  ]);
});

test.each(['nobody', '', 'a\0b', '\udfff'])('an unknown subscriber is not found (%#)', async (id) => {
  const result = await set(id, 'ACTIVE', { at: GIVEN_AT });
  expect(result).toMatchObject({ __typename: 'SubscriberNotFound' });
});

test('a reason that cannot be stored is refused', async () => {
  await givenSubscriber(room, { id: 'hans' });
  for (const reason of ['a\0b', 'x'.repeat(501)]) {
    expect((await room.query(SET, { id: 'hans', status: 'CLOSED', reason })).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
  }
});

test('only staff with the scope may change a status', async () => {
  await givenSubscriber(room, { id: 'ida' });
  for (const caller of [ANONYMOUS, callerWith('billing:write'), partnerOf('pub-a', 'subscribers:write')]) {
    const { data, codes } = await room.query(SET, { id: 'ida', status: 'CLOSED' }, caller);
    expect([data, codes]).toEqual([null, ['FORBIDDEN']]);
  }
  const { data } = await room.query('{ subscriber(id: "ida") { status } }');
  expect(data).toEqual({ subscriber: { status: 'ACTIVE' } });
});

test('two changes in one request each answer with their own state', async () => {
  await givenSubscriber(room, { id: 'jan' });
  const { data } = await room.query(`mutation {
    a: setSubscriberStatus(subscriberId: "jan", status: SUSPENDED) { ... on SubscriberPayload { subscriber { status subscriptions { edges { node { subscriber { status } } } } } } }
    b: setSubscriberStatus(subscriberId: "jan", status: CLOSED) { ... on SubscriberPayload { subscriber { status subscriptions { edges { node { subscriber { status } } } } } } }
  }`);
  const answer = (status: string): object => ({
    subscriber: { status, subscriptions: { edges: [{ node: { subscriber: { status } } }] } },
  });
  expect(data).toEqual({ a: answer('SUSPENDED'), b: answer('CLOSED') });
});

test('a credit hold is told along', async () => {
  await givenSubscriber(room, { id: 'kurt', creditHold: true });
  room.delivered.length = 0;
  await set('kurt', 'SUSPENDED');
  expect(room.delivered[0]?.payload).toMatchObject({ creditHold: true, status: 'SUSPENDED' });
});
