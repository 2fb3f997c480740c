import { sql } from 'drizzle-orm';
import { subscribersRoom } from '../../../subgraphs/subscribers/index';
import { startTestRoom, type TestRoom } from '../../kit/room';

const DEVICES = 2_000;

let room: TestRoom;

beforeAll(async () => {
  room = await startTestRoom(subscribersRoom);
  await room.seed({ devices: DEVICES });
  await room.server.relay.drain();
});
afterAll(() => room.close());

async function rows(statement: string): Promise<Record<string, unknown>[]> {
  return room.server.database.rows(sql.raw(statement));
}

/** The whole content of the seeded tables as one checksum. */
async function contentOf(seeded: TestRoom): Promise<unknown> {
  const tables = ['parties', 'billing_accounts', 'plans', 'subscribers', 'service_subscriptions', 'tariffs'];
  const sums = tables.map(
    (table) =>
      `SELECT '${table}' AS name, md5(string_agg(t::text, '|' ORDER BY t::text)) AS sum FROM ${table} AS t`,
  );
  return seeded.server.database.rows(sql.raw(sums.join(' UNION ALL ')));
}

test('the same seed writes the same rows, another seed others', async () => {
  const [again, other] = await Promise.all([startTestRoom(subscribersRoom), startTestRoom(subscribersRoom)]);
  await again.seed({ devices: DEVICES });
  await other.seed({ devices: DEVICES, seed: 'other' });
  expect(await contentOf(again)).toEqual(await contentOf(room));
  expect(await contentOf(other)).not.toEqual(await contentOf(room));
  await Promise.all([again.close(), other.close()]);
});

test.each(['placements', 'devices'])('every subscriber is announced once to %s', (consumer) => {
  const told = room.delivered.filter((event) => event.consumer === consumer);
  expect(new Set(told.map(({ key }) => key)).size).toBe(1_200);
  expect(told).toHaveLength(1_200);
});

test('every subscriber is announced with what it may use', async () => {
  const [{ count } = {}] = await rows('SELECT count(*)::integer FROM subscribers');
  expect(count).toBe(1_200);
  const active = room.delivered.find(({ payload }) => payload['status'] === 'ACTIVE');
  expect(active?.payload).toMatchObject({
    entitlement: { maxPlacements: expect.any(Number) },
    allowedImageTags: [],
  });
});

test('there are subscribers of every status, and ACTIVE ones on credit hold', async () => {
  const [counts = {}] = await rows(`
    SELECT count(*) FILTER (WHERE status = 'ACTIVE') * 100 / count(*) AS active,
      count(DISTINCT status)::integer AS statuses,
      (count(*) FILTER (WHERE credit_hold AND status = 'ACTIVE'))::integer AS held
    FROM subscribers JOIN billing_accounts ON billing_accounts.id = billing_account_id`);
  expect(Number(counts['active'])).toBeGreaterThan(80);
  expect(counts['statuses']).toBe(4);
  expect(counts['held']).toBe(37);
});

test('every plan is taken, and who is ACTIVE may run something', async () => {
  expect(
    await rows(
      `SELECT id FROM plans WHERE id NOT IN (SELECT plan_id FROM service_subscriptions WHERE status = 'ACTIVE')`,
    ),
  ).toEqual([]);
  expect(
    await rows(
      `SELECT id FROM subscribers WHERE status = 'ACTIVE' AND id NOT IN (SELECT subscriber_id FROM subscriber_entitlements)`,
    ),
  ).toEqual([]);
});

test('dates make sense: nothing is changed before it was made, nothing lies in the future', async () => {
  const [found = {}] = await rows(`
    SELECT count(*)::integer AS odd FROM subscribers
    WHERE updated_at < created_at OR updated_at > '2026-06-15T12:00:00Z' OR created_at > '2026-04-17T12:00:00Z'`);
  expect(found['odd']).toBe(0);
  const [accounts = {}] = await rows(`
    SELECT count(*)::integer AS odd FROM billing_accounts
    WHERE billed_until > '2026-06-15T12:00:00Z' OR billed_until < '2026-05-15T00:00:00Z'
      OR extract(day FROM billed_until AT TIME ZONE 'UTC') <> cycle_day`);
  expect(accounts['odd']).toBe(0);
});

test('names and addresses are whole', async () => {
  const odd = await rows(`
    SELECT * FROM parties WHERE email !~ '^[a-z.]+[0-9]*@example\\.(com|net|org)$' OR postcode ~ '#' OR phone ~ '#'
      OR length(display_name) < 5 LIMIT 3`);
  expect(odd).toEqual([]);
  const [names = {}] = await rows('SELECT count(DISTINCT display_name)::integer AS names FROM parties');
  expect(Number(names['names'])).toBeGreaterThan(600);
});
