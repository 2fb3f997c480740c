import { sql } from 'drizzle-orm';
import { request } from 'undici';
import { signEnvelope } from '../../../subgraphs/kit/envelope';
import { ANONYMOUS, type TestRoom } from '../../kit/room';
import { givenSubscriber, givenUse, startSubscribers } from './fixture';

let room: TestRoom;

beforeAll(async () => {
  room = await startSubscribers();
});
afterAll(() => room.close());

async function useOf(id: string): Promise<unknown> {
  const rows = await room.server.database.rows(
    sql`SELECT placements::integer, memory_mb::integer FROM subscriber_use WHERE subscriber_id = ${id}`,
  );
  return rows[0];
}

test('the newest use of a subscriber is kept, whatever order it comes in', async () => {
  await givenUse(room, 'anna', { placements: 2, memoryMb: 512 }, 5);
  await givenUse(room, 'anna', { placements: 9, memoryMb: 999 }, 4);
  expect(await useOf('anna')).toEqual({ placements: 2, memory_mb: 512 });
  await givenUse(room, 'anna', { placements: 3, memoryMb: 768 }, 6);
  expect(await useOf('anna')).toEqual({ placements: 3, memory_mb: 768 });
});

test('several states of one subscriber in one delivery leave the newest', async () => {
  const event = (version: number, placements: number): object => ({
    topic: 'placements.subscriber.use',
    key: 'berta',
    version,
    payload: { subscriberId: 'berta', placements, vcpu: 1, memoryMb: 1, diskGb: 1 },
  });
  const events = [event(1, 1), event(3, 33), event(2, 2)] as Parameters<TestRoom['receive']>[1];
  await room.receive('placements', events);
  expect(await useOf('berta')).toEqual({ placements: 33, memory_mb: 1 });
});

test('a delivery that comes twice is applied once', async () => {
  const payload = { subscriberId: 'carl', placements: 1, vcpu: 1, memoryMb: 1, diskGb: 1 };
  const event = { id: 77, topic: 'placements.subscriber.use', key: 'carl', version: 1, payload };
  await room.receive('placements', [event]);
  await room.server.database.db.execute(sql`DELETE FROM subscriber_use WHERE subscriber_id = 'carl'`);
  await room.receive('placements', [event]);
  expect(await useOf('carl')).toBeUndefined();
});

test('the tags of all ACTIVE plans are allowed, and one plan without tags allows every image', async () => {
  await room.server.database.db.execute(
    sql`INSERT INTO plans
        SELECT 'plan-' || tag, tag, 1, 'EUR', 1, 1, 1, 1, 1, ARRAY[tag, 'common']
        FROM unnest(ARRAY['games', 'iot']) AS tag`,
  );
  await givenSubscriber(room, { id: 'tagged', plans: ['plan-games', 'plan-iot'] });
  await givenSubscriber(room, { id: 'open', plans: ['plan-games', 'plan-home'] });
  room.delivered.length = 0;
  for (const id of ['tagged', 'open'])
    await room.query(
      `mutation { setSubscriberStatus(subscriberId: "${id}", status: SUSPENDED) { __typename } }`,
    );
  expect(room.delivered.map(({ payload }) => payload['allowedImageTags'])).toEqual([
    ['common', 'games', 'iot'],
    [],
  ]);
});

test('an event of a topic nobody here knows is refused as a whole', async () => {
  const strange = { topic: 'placements.weather.changed', key: 'x', version: 1, payload: {} };
  await expect(room.receive('placements', [strange])).rejects.toThrow('answered 500');
});

test.each([
  ['in the name of another room', 'lastmile-images'],
  ['by the gateway', 'lastmile-gateway'],
])('a delivery of placements that was signed %s is refused', async (_how, issuer) => {
  const payload = { subscriberId: 'forged', placements: 1, vcpu: 1, memoryMb: 1, diskGb: 1 };
  const event = { id: 1, topic: 'placements.subscriber.use', key: 'forged', version: 1, payload };
  const body = Buffer.from(JSON.stringify({ producer: 'placements', events: [event] }));
  const now = new Date();
  const envelope = signEnvelope(room.envelopeKeys, {
    issuer,
    audience: 'subscribers',
    caller: ANONYMOUS,
    body,
    now,
  });
  const response = await request(`${room.server.url}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-lastmile-identity': envelope },
    body,
  });
  await response.body.dump();
  expect(response.statusCode).toBe(401);
  expect(await useOf('forged')).toBeUndefined();
});
