import { type TestRoom } from '../../kit/room';
import { givenSubscriber, startSubscribers } from './fixture';

let room: TestRoom;

beforeAll(async () => {
  room = await startSubscribers();
  await givenSubscriber(room, { id: 'anna' });
});
afterAll(() => room.close());

async function entities(representations: readonly object[], selection: string): Promise<unknown> {
  const { data, errors } = await room.query<{ _entities: unknown }>(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`,
    { representations },
  );
  expect(errors).toEqual([]);
  return data._entities;
}

test('a subscriber is resolved by either key, in the order asked', async () => {
  const answer = await entities(
    [
      { __typename: 'Subscriber', accountNumber: 'ACC-anna' },
      { __typename: 'Subscriber', id: 'nobody' },
      { __typename: 'Subscriber', id: 'sub-000002' },
      { __typename: 'Subscriber', accountNumber: 'a\0b' },
      { __typename: 'Subscriber', id: 'anna' },
    ],
    '... on Subscriber { id accountNumber }',
  );
  expect(answer).toEqual([
    { id: 'anna', accountNumber: 'ACC-anna' },
    null,
    { id: 'sub-000002', accountNumber: 'ACC-0000002' },
    null,
    { id: 'anna', accountNumber: 'ACC-anna' },
  ]);
});

test('accounts, plans and subscriptions are resolved by id', async () => {
  const answer = await entities(
    [
      { __typename: 'BillingAccount', id: 'b-anna' },
      { __typename: 'Plan', id: 'plan-home' },
      { __typename: 'ServiceSubscription', id: 'svc-anna-1' },
      { __typename: 'BillingAccount', id: 'none' },
      { __typename: 'Plan', id: 'none\0' },
      { __typename: 'ServiceSubscription', id: '' },
    ],
    `... on BillingAccount { currency balance { amount } }
     ... on Plan { name included { diskGb } }
     ... on ServiceSubscription { status plan { id } subscriber { id } }`,
  );
  expect(answer).toEqual([
    { currency: 'EUR', balance: { amount: '10.00' } },
    { name: 'Edge Home', included: { diskGb: 8 } },
    { status: 'ACTIVE', plan: { id: 'plan-home' }, subscriber: { id: 'anna' } },
    null,
    null,
    null,
  ]);
});

test('a usage record that is not known here is RECEIVED', async () => {
  expect(
    await entities([{ __typename: 'UsageRecord', id: 'unheard-of' }], '... on UsageRecord { status }'),
  ).toEqual([{ status: 'RECEIVED' }]);
});
