import { type TestRoom } from '../../kit/room';
import { startSubscribers } from './fixture';

let room: TestRoom;

beforeAll(async () => {
  room = await startSubscribers();
});
afterAll(() => room.close());

/** The table a statement reads first. */
function tableOf(statement: string): string {
  if (statement.includes('LATERAL')) return 'service_subscriptions';
  return /from (?:"subscribers"\.)?"?(\w+)"?/i.exec(statement)?.[1] ?? statement;
}

test('a page of 100 subscribers with all that hangs on them reads each table once per level', async () => {
  const statements = await room.statementsOf(async () => {
    const { data, errors } = await room.query<{ subscribers: { edges: unknown[] } }>(`{
      subscribers(first: 100) {
        edges { node {
          id status party { displayName } billingAccount { creditHold balance { amount } }
          entitlement { vcpu }
          subscriptions(first: 20) { edges { node { id plan { name } subscriber { id } } } }
        } }
      }
    }`);
    expect(errors).toEqual([]);
    expect(data.subscribers.edges).toHaveLength(100);
  });
  // `subscribers` twice: the page, and one level below it `ServiceSubscription.subscriber`.
  expect(statements.map(tableOf).sort()).toEqual([
    'billing_accounts',
    'parties',
    'plans',
    'service_subscriptions',
    'subscriber_entitlements',
    'subscribers',
    'subscribers',
  ]);
});

test('a page of 100 entities reads each table once', async () => {
  const ids = Array.from({ length: 100 }, (_, index) => index + 1);
  const representations = ids.map((number) => ({
    __typename: 'UsageRecord',
    id: `u-${number}`,
    quantity: '1',
    unit: number % 2 ? 'VCPU_HOUR' : 'MB_HOUR',
    subscriberId: `sub-${String(number).padStart(6, '0')}`,
    imageId: `img-${number}`,
  }));
  const statements = await room.statementsOf(async () => {
    const { errors } = await room.query(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on UsageRecord { status ratedCharge { amount } }
      } }`,
      { representations },
    );
    expect(errors).toEqual([]);
  });
  expect(statements.map(tableOf).sort()).toEqual([
    'billing_accounts',
    'image_prices',
    'subscribers',
    'tariffs',
    'usage_ratings',
  ]);
});
