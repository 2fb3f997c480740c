import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import type { Caller } from '../../../subgraphs/kit/caller';
import { signEnvelope } from '../../../subgraphs/kit/envelope';
import { ANONYMOUS, partnerOf, STAFF } from '../../kit/room';
import { NOW, type SeededRoom, startSeededRoom } from './seeded-room';

let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom();
});
afterAll(() => room.close());

interface Following {
  /** `id state` of each event, or `error <code>`. */
  readonly seen: string[];
  stop(): Promise<void>;
}

const QUERY = `subscription ($s: ID, $d: ID, $p: ID, $i: ID) {
  placementStateChanged(subscriberId: $s, deviceId: $d, popId: $p, imageId: $i) { id state
    device { id provider { inventories { resourceClass used } } } } }`;

async function follow(variables: object, caller: Caller = STAFF): Promise<Following> {
  const body = Buffer.from(JSON.stringify({ query: QUERY, variables }));
  const claims = { issuer: 'lastmile-gateway', audience: 'placements', caller, body, now: NOW };
  const abort = new AbortController();
  const response = await request(`${room.server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'x-lastmile-identity': signEnvelope(room.envelopeKeys, claims),
    },
    body,
    signal: abort.signal,
  });
  const seen: string[] = [];
  const reading = readEvents(response.body.setEncoding('utf8'), seen).catch(() => undefined);
  return {
    seen,
    async stop() {
      abort.abort();
      await reading;
    },
  };
}

interface EventData {
  data?: { placementStateChanged: { id: string; state: string } } | null;
  errors?: { extensions?: { code?: string }; message: string }[];
}

async function readEvents(chunks: AsyncIterable<unknown>, seen: string[]): Promise<void> {
  for await (const chunk of chunks) {
    for (const line of String(chunk).split('\n')) {
      if (!line.startsWith('data: {')) continue;
      // Written by the server under test in the shape of the query above.
      const { data, errors } = JSON.parse(line.slice('data: '.length)) as EventData;
      const placement = data?.placementStateChanged;
      seen.push(placement ? `${placement.id} ${placement.state}` : `error ${errors?.[0]?.extensions?.code}`);
    }
  }
}

interface Running extends Record<string, unknown> {
  readonly id: string;
  readonly device: string;
  readonly subscriber: string;
  readonly image: string;
  readonly pop: string;
  readonly generation: number;
}

async function running(): Promise<Running> {
  const [row] = await room.records<Running>(
    `SELECT id, device_id AS device, subscriber_id AS subscriber, image_id AS image, pop_id AS pop,
       consumer_generation AS generation FROM placements WHERE state = 'RUNNING' ORDER BY id LIMIT 1`,
  );
  if (!row) throw new Error('nothing runs');
  return row;
}

async function end(placement: Running): Promise<void> {
  const { errors } = await room.query(
    'mutation ($id: ID!, $g: Int!) { endPlacement(placementId: $id, consumerGeneration: $g, reason: OPERATOR) { __typename } }',
    { id: placement.id, g: placement.generation },
  );
  expect(errors).toEqual([]);
}

async function until(following: Following, last: string): Promise<void> {
  for (let attempt = 0; attempt < 400 && !following.seen.includes(last); attempt += 1) await sleep(25);
  expect(following.seen).toContain(last);
}

test('a change reaches everyone who follows the subscriber, box, PoP or image, or everything', async () => {
  const placement = await running();
  const filters = [
    {},
    { s: placement.subscriber },
    { d: placement.device },
    { p: placement.pop },
    { i: placement.image },
    { s: placement.subscriber, d: placement.device, p: placement.pop, i: placement.image },
    { s: null, d: null },
  ];
  const following = await Promise.all(filters.map((filter) => follow(filter)));
  await end(placement);
  for (const each of following) await until(each, `${placement.id} DRAINING`);
  await Promise.all(following.map((each) => each.stop()));
});

test('a change does not reach who follows something else', async () => {
  const placement = await running();
  const others = await Promise.all(
    [{ s: 'sub-x' }, { d: placement.device, p: 'pop-x' }, { i: 'a\0b' }].map((filter) => follow(filter)),
  );
  const everything = await follow({});
  await end(placement);
  await until(everything, `${placement.id} DRAINING`);
  expect(others.map(({ seen }) => seen)).toEqual([[], [], []]);
  await Promise.all([...others, everything].map((each) => each.stop()));
});

test('each event is read anew', async () => {
  const placement = await running();
  const following = await follow({ d: placement.device });
  await end(placement);
  await until(following, `${placement.id} DRAINING`);
  // The box says that it no longer runs anything.
  await room.receive('devices', [
    {
      topic: 'devices.device.reported',
      key: placement.device,
      version: NOW.getTime() + 1,
      payload: {
        deviceId: placement.device,
        appliedVersion: 1,
        placements: [],
        lastSeenAt: NOW.toISOString(),
      },
    },
  ]);
  await until(following, `${placement.id} EVICTED`);
  await following.stop();
});

test.each([
  ['nobody in particular', ANONYMOUS],
  ['a partner', partnerOf('pub-hearth', 'placements:schedule')],
])('%s follows nothing', async (_, caller) => {
  const following = await follow({}, caller);
  const staff = await follow({});
  const placement = await running();
  await end(placement);
  await until(staff, `${placement.id} DRAINING`);
  expect(following.seen.filter((event) => !event.startsWith('error'))).toEqual([]);
  await Promise.all([following.stop(), staff.stop()]);
});

test('who left is forgotten, even while waiting for the next event', async () => {
  const following = await follow({});
  await following.stop();
  const placement = await running();
  const reads = async (): Promise<number> => {
    const statements = await room.statementsOf(async () => {
      await end(placement);
      await sleep(300);
    });
    return statements.filter((text) => text.includes('FROM placements p WHERE p.id = ANY')).length;
  };
  // The server notices the end of a connection a moment later. The mutation itself reads the placement once.
  await sleep(200);
  expect(await reads()).toBeLessThanOrEqual(1);
});
