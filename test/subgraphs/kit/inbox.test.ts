import type { EventHandler, ReceivedEvent } from '../../../subgraphs/kit/events';
import { type Database, openDatabase } from '../../../subgraphs/kit/database';
import { receive } from '../../../subgraphs/kit/inbox';
import { prepareDatabase } from '../../../subgraphs/kit/prepare-database';
import { createTestDatabase, type TestDatabase } from '../../kit/database';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  await prepareDatabase(testDatabase.url, 'placements');
  database = openDatabase({ url: testDatabase.url, room: 'placements' });
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

let lastId = 0;

function event(topic: string, key: string): ReceivedEvent {
  lastId += 1;
  return { id: lastId, topic, key, version: lastId, payload: {}, occurredAt: '2026-01-01T00:00:00.000Z' };
}

async function orderOf(events: readonly ReceivedEvent[]): Promise<string[]> {
  const seen: string[] = [];
  const handler: EventHandler = async (_tx, group) => {
    seen.push(group.map((each) => `${each.topic} ${each.key}`).join(', '));
  };
  await receive(database, { changed: handler, swapped: handler }, 'devices', events);
  return seen;
}

describe('a delivery', () => {
  it('is handed over in one group per topic where the order does not matter', async () => {
    const events = [
      event('changed', 'a'),
      event('swapped', 'b'),
      event('changed', 'c'),
      event('swapped', 'd'),
    ];
    expect(await orderOf(events)).toEqual(['changed a, changed c', 'swapped b, swapped d']);
  });

  it('keeps the order of the events about one key', async () => {
    const events = [event('changed', 'new'), event('swapped', 'old'), event('changed', 'old')];
    expect(await orderOf(events)).toEqual(['changed new', 'swapped old', 'changed old']);
  });
});
