import { sql } from 'drizzle-orm';
import { subscribersRoom } from '../../../subgraphs/subscribers/index';
import { startTestRoom, type TestRoom, type TestRoomOptions } from '../../kit/room';

/** A subscriber of a test's own, beside those of the demonstration data. */
export interface GivenSubscriber {
  readonly id: string;
  /** @default ACTIVE */
  readonly status?: string;
  /** Plans of its subscriptions, `svc-<id>-1` and so on. @default plan-home */
  readonly plans?: readonly string[];
  /** @default ACTIVE */
  readonly subscriptionStatus?: string;
  readonly creditHold?: boolean;
  readonly currency?: string;
  readonly segment?: string;
  readonly billedUntil?: string;
}

/** When given subscribers were made: after all of the demonstration data. */
export const GIVEN_AT = '2026-06-20T08:00:00.123Z';

/** The room with the plans, prices and 200 subscribers of the demonstration data. */
export async function startSubscribers(options: TestRoomOptions = {}): Promise<TestRoom> {
  const room = await startTestRoom(subscribersRoom, options);
  await room.seed({ devices: 20 });
  await room.server.relay.drain();
  room.delivered.length = 0;
  return room;
}

/** Writes a subscriber with exactly these properties. */
export async function givenSubscriber(room: TestRoom, given: GivenSubscriber): Promise<void> {
  const { id, currency = 'EUR', creditHold = false, billedUntil = null } = given;
  const { db } = room.server.database;
  await db.execute(
    sql`INSERT INTO parties (id, kind, display_name) VALUES (${`p-${id}`}, 'INDIVIDUAL', ${id})`,
  );
  await db.execute(sql`
    INSERT INTO billing_accounts (id, cycle_day, currency, balance, credit_hold, billed_until)
    VALUES (${`b-${id}`}, 1, ${currency}, 10, ${creditHold}, ${billedUntil})`);
  await db.execute(sql`
    INSERT INTO subscribers
      (id, account_number, status, segment, party_id, billing_account_id, version, created_at, updated_at)
    VALUES (${id}, ${`ACC-${id}`}, ${given.status ?? 'ACTIVE'}, ${given.segment ?? 'test'}, ${`p-${id}`}, ${`b-${id}`},
      1, ${GIVEN_AT}, ${GIVEN_AT})`);
  for (const [index, plan] of (given.plans ?? ['plan-home']).entries()) {
    await db.execute(sql`
      INSERT INTO service_subscriptions (id, subscriber_id, plan_id, status, created_at, version)
      VALUES (${`svc-${id}-${index + 1}`}, ${id}, ${plan}, ${given.subscriptionStatus ?? 'ACTIVE'},
        ${GIVEN_AT}, 1)`);
  }
}

/** What placements tells about a subscriber's live placements. */
export async function givenUse(
  room: TestRoom,
  subscriberId: string,
  use: { placements?: number; vcpu?: number; memoryMb?: number; diskGb?: number },
  version = 1,
): Promise<void> {
  const payload = { subscriberId, placements: 0, vcpu: 0, memoryMb: 0, diskGb: 0, ...use };
  await room.receive('placements', [
    { topic: 'placements.subscriber.use', key: subscriberId, version, payload },
  ]);
}

/** What placements tells about metered time. */
export async function givenUsage(
  room: TestRoom,
  usageRecordId: string,
  usage: Readonly<Record<string, unknown>>,
): Promise<void> {
  const payload = {
    usageRecordId,
    imageId: 'img-1',
    resourceClass: 'VCPU',
    unit: 'VCPU_HOUR',
    quantity: '2.5',
    from: '2026-06-20T00:00:00.000Z',
    to: '2026-06-20T02:30:00.000Z',
    ...usage,
  };
  await room.receive('placements', [
    { topic: 'placements.usage.recorded', key: usageRecordId, version: 1, payload },
  ]);
}

/** What images tells about the price of an image. */
export async function givenPrice(
  room: TestRoom,
  imageId: string,
  pricePerHour: { amount: string; currency: string } | null,
  version = 1,
): Promise<void> {
  const payload = { imageId, pricePerHour, status: 'ACTIVE', tags: [] };
  await room.receive('images', [{ topic: 'images.image.changed', key: imageId, version, payload }]);
}

/** How rating answers for a record, as the gateway would ask. */
export async function rated(
  room: TestRoom,
  id: string,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<{ status: string; ratedCharge: { amount: string; currency: string } | null }> {
  const representation = {
    __typename: 'UsageRecord',
    id,
    quantity: '2.5',
    unit: 'VCPU_HOUR',
    subscriberId: 'sub-000001',
    imageId: 'img-1',
    ...fields,
  };
  const answer = await room.query<{
    _entities: [{ status: string; ratedCharge: { amount: string; currency: string } | null }];
  }>(
    `query ($representations: [_Any!]!) {
      _entities(representations: $representations) {
        ... on UsageRecord { status ratedCharge { amount currency } }
      }
    }`,
    { representations: [representation] },
  );
  expect(answer.errors).toEqual([]);
  return answer.data._entities[0];
}
