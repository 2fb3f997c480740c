import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { waitUntil } from '../../../cli/process/wait-until';
import type { ReceivedEvent } from '../../../subgraphs/kit/events';
import { subscribersRoom } from '../../../subgraphs/subscribers/index';
import { createTestDatabase, type TestDatabase } from '../../kit/database';
import { startTestRoom, type TestRoom } from '../../kit/room';

const SUSPEND = `mutation ($id: ID!) {
  setSubscriberStatus(subscriberId: $id, status: SUSPENDED) { __typename }
}`;

let kept: TestDatabase;
const open: TestRoom[] = [];

beforeAll(async () => {
  kept = await createTestDatabase();
  const first = await start(async () => undefined);
  await first.seed();
  await first.server.relay.drain();
});

afterEach(async () => {
  for (const room of open.splice(0)) await room.close();
});

afterAll(() => kept.drop());

/** The room on the database that all tests here share, so that a room can be closed and come back. */
async function start(
  deliver: (consumer: string, events: readonly ReceivedEvent[]) => Promise<void>,
): Promise<TestRoom> {
  const room = await startTestRoom(subscribersRoom, { databaseUrl: () => kept.url, deliver });
  open.push(room);
  return room;
}

async function someActive(room: TestRoom): Promise<string> {
  const { data } = await room.query<{ subscribers: { edges: { node: { id: string } }[] } }>(
    '{ subscribers(filter: { status: ACTIVE }, first: 1) { edges { node { id } } } }',
  );
  return data.subscribers.edges[0]!.node.id;
}

async function waiting(room: TestRoom): Promise<number> {
  const rows = await room.server.database.rows<{ n: number }>(sql`SELECT count(*)::int AS n FROM outbox`);
  return rows[0]?.n ?? -1;
}

describe('an event', () => {
  it('is delivered before the mutation that caused it answers', async () => {
    const room = await start(async () => undefined);
    const id = await someActive(room);
    await room.query(SUSPEND, { id });
    expect(room.delivered.map(({ consumer, key }) => [consumer, key])).toEqual([['placements', id]]);
  });

  it('waits for a consumer that is away, and the mutation does not fail for it', async () => {
    let away = true;
    const room = await start(async () => {
      if (away) throw new Error('away');
    });
    const id = await someActive(room);
    const { data } = await room.query(SUSPEND, { id });
    expect(data).toEqual({ setSubscriberStatus: { __typename: 'SubscriberPayload' } });
    expect(await waiting(room)).toBe(1);
    away = false;
    const isEmpty = async (): Promise<boolean> => {
      room.server.relay.wake();
      return (await waiting(room)) === 0;
    };
    expect(await waitUntil(isEmpty, { timeoutMs: 20_000, everyMs: 200 })).toBe(true);
    expect(room.delivered.map(({ key }) => key)).toEqual([id]);
  });

  it('is delivered by the next process when this one ends in between', async () => {
    const first = await start(async () => {
      throw new Error('away');
    });
    const id = await someActive(first);
    await first.query(SUSPEND, { id });
    await open.pop()?.close();
    // The failed delivery is tried again after a second at the earliest.
    await sleep(1_000);
    const second = await start(async () => undefined);
    await waitUntil(() => second.delivered.length > 0, { timeoutMs: 20_000 });
    expect(second.delivered.map(({ key }) => key)).toEqual([id]);
  });

  it('does not exist when its change was refused', async () => {
    const room = await start(async () => undefined);
    await room.query(SUSPEND, { id: 'nobody' });
    expect(room.delivered).toEqual([]);
    expect(await waiting(room)).toBe(0);
  });

  it('that its consumer never takes holds up no other', async () => {
    let bad = '';
    const room = await start(async (_consumer, events) => {
      if (events.some(({ key }) => key === bad)) throw new Error('poison');
    });
    bad = await someActive(room);
    await room.query(SUSPEND, { id: bad });
    for (let i = 0; i < 4; i += 1) {
      await room.server.database.db.execute(sql`UPDATE outbox SET available_at = now()`);
      await room.server.relay.flush();
    }
    const good = await someActive(room);
    await room.query(SUSPEND, { id: good });
    expect(room.delivered.map(({ key }) => key)).toEqual([good]);
    expect(await waiting(room)).toBe(1);
    await room.server.database.db.execute(sql`DELETE FROM outbox`);
  });
});

describe('a delivery', () => {
  it('that comes twice is applied once', async () => {
    const room = await start(async () => undefined);
    const id = await someActive(room);
    const event = { id: 77, topic: 'placements.subscriber.use', key: id, version: 1 };
    const use = { subscriberId: id, placements: 1, vcpu: 1, memoryMb: 64, diskGb: 1 };
    await room.receive('placements', [{ ...event, payload: use }]);
    await room.receive('placements', [{ ...event, version: 2, payload: { ...use, placements: 5 } }]);
    const rows = await room.server.database.rows<{ n: number }>(
      sql`SELECT count(*)::int AS n FROM inbox WHERE producer = 'placements' AND event_id = 77`,
    );
    expect(rows[0]?.n).toBe(1);
  });

  it('with an unknown topic is refused as a whole', async () => {
    const room = await start(async () => undefined);
    const events = [
      { id: 901, topic: 'placements.subscriber.use', key: 'x', version: 1, payload: {} },
      { id: 902, topic: 'placements.no.such', key: 'x', version: 1, payload: {} },
    ];
    await expect(room.receive('placements', events)).rejects.toThrow();
    const rows = await room.server.database.rows<{ n: number }>(
      sql`SELECT count(*)::int AS n FROM inbox WHERE event_id IN (901, 902)`,
    );
    expect(rows[0]?.n).toBe(0);
  });
});
