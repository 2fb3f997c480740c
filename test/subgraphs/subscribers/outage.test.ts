import { createDatabaseProxy, type DatabaseProxy } from '../../kit/database-proxy';
import { type TestRoom } from '../../kit/room';
import { givenSubscriber, startSubscribers } from './fixture';

let proxy: DatabaseProxy;
let room: TestRoom;

beforeAll(async () => {
  proxy = createDatabaseProxy();
  room = await startSubscribers({ databaseUrl: (url) => proxy.url(url) });
  await givenSubscriber(room, { id: 'anna' });
});
afterAll(async () => {
  await room.close();
  await proxy.close();
});

const READ = '{ subscriber(id: "anna") { status } }';
const WRITE = 'mutation { setSubscriberStatus(subscriberId: "anna", status: SUSPENDED) { __typename } }';

test('without PostgreSQL every answer says UNAVAILABLE and nothing about the server; with it all is well again', async () => {
  await proxy.cut();
  for (const document of [READ, WRITE, '{ plans { id } }']) {
    const { data, errors, codes } = await room.query(document);
    expect(codes).toEqual(['UNAVAILABLE']);
    expect(Object.values(data ?? {}).every((value) => value === null)).toBe(true);
    expect(JSON.stringify(errors)).not.toMatch(/ECONN|ENOENT|socket|tmp|postgres/i);
  }
  await proxy.restore();
  const { data, errors } = await room.query(READ);
  expect([data, errors]).toEqual([{ subscriber: { status: 'ACTIVE' } }, []]);
});
