import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { signEnvelope } from '../../../subgraphs/kit/envelope';
import { STAFF } from '../../kit/room';
import { boxesOf, type DevicesFixture, type SeededBox, sendBeats, startDevices } from './fixture';

let room: DevicesFixture;
let boxes: SeededBox[];

beforeAll(async () => {
  room = await startDevices();
  await room.seed({ devices: 80 });
  boxes = await boxesOf(room, 'ACTIVATED');
});

afterAll(async () => {
  await room.close();
});

interface Stream {
  readonly events: { data?: Record<string, unknown>; errors?: { extensions: { code: string } }[] }[];
  until(count: number): Promise<void>;
  close(): void;
}

/** Subscribes over graphql-sse (distinct connections mode) and resolves when the headers are there. */
async function subscribe(document: string): Promise<Stream> {
  const body = Buffer.from(JSON.stringify({ query: document }));
  const { envelopeKeys, clock, server } = room;
  const envelope = signEnvelope(envelopeKeys, {
    issuer: 'lastmile-gateway',
    audience: 'devices',
    caller: STAFF,
    body,
    now: clock.now,
  });
  const stop = new AbortController();
  const response = await request(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'x-lastmile-identity': envelope,
    },
    body,
    signal: stop.signal,
  });
  const events: Stream['events'] = [];
  void collect(response.body, events).catch(() => undefined);
  return {
    events,
    async until(count) {
      for (let waited = 0; events.length < count && waited < 10_000; waited += 20) await sleep(20);
      expect(events.length).toBeGreaterThanOrEqual(count);
    },
    close: () => stop.abort(),
  };
}

async function collect(body: AsyncIterable<Buffer>, events: Stream['events']): Promise<void> {
  let text = '';
  for await (const chunk of body) {
    text += chunk.toString();
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const data = /^data: (.*)$/m.exec(part)?.[1];
      // graphql-sse writes execution results; only their shape matters here.
      if (/^event: next/m.test(part) && data) events.push(JSON.parse(data) as Stream['events'][number]);
    }
  }
}

function box(index: number): SeededBox {
  const found = boxes[index];
  if (found === undefined) throw new Error('not enough boxes');
  return found;
}

const at = ({ id, popId }: SeededBox): { deviceId: string; popId: string } => ({ deviceId: id, popId });

describe('deviceReachabilityChanged', () => {
  it('tells the boxes of its PoP from the moment of the answer, as they are then', async () => {
    const [first, second, elsewhere] = [
      box(0),
      boxes.slice(1).find((each) => each.popId === box(0).popId),
      boxes.find((each) => each.popId !== box(0).popId),
    ];
    if (!second || !elsewhere) throw new Error('not enough boxes');
    const stream = await subscribe(
      `subscription { deviceReachabilityChanged(popId: "${first.popId}") { id reachability lastSeenAt model { name } } }`,
    );
    await sendBeats(room, at(elsewhere), at(first));
    await stream.until(1);
    room.clock.advance(100);
    await sendBeats(room, at(second), at(first));
    await stream.until(3);
    stream.close();
    const seen = stream.events.map((event) => event.data?.['deviceReachabilityChanged']);
    expect(seen[0]).toMatchObject({
      id: first.id,
      reachability: 'ONLINE',
      model: { name: expect.any(String) },
    });
    expect(new Set(seen.slice(1).map((node) => (node as { id: string }).id))).toEqual(
      new Set([first.id, second.id]),
    );
    expect(seen[1]).toMatchObject({ lastSeenAt: room.clock.now.toISOString() });
  });

  it('tells the boxes it was asked for only', async () => {
    const stream = await subscribe(
      `subscription { deviceReachabilityChanged(deviceIds: ["${box(6).id}", "a\\u0000"]) { id } }`,
    );
    await sendBeats(room, at(box(5)), at(box(6)));
    await stream.until(1);
    await sleep(200);
    stream.close();
    expect(stream.events).toEqual([{ data: { deviceReachabilityChanged: { id: box(6).id } } }]);
  });

  it('tells each box of a burst, with what its beat changed', async () => {
    const stream = await subscribe('subscription { deviceReachabilityChanged { id reachability } }');
    room.clock.advance(1000);
    await sendBeats(room, ...boxes.map(at));
    await stream.until(boxes.length);
    stream.close();
    const said = stream.events.map((event) => event.data?.['deviceReachabilityChanged']);
    expect(said.map((node) => (node as { reachability: string }).reachability)).toEqual(
      said.map(() => 'ONLINE'),
    );
  });

  it('refuses too many ids', async () => {
    const ids = JSON.stringify(Array.from({ length: 1001 }, (_, index) => `d${index}`));
    const stream = await subscribe(`subscription { deviceReachabilityChanged(deviceIds: ${ids}) { id } }`);
    await stream.until(1);
    stream.close();
    expect(stream.events[0]?.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('fleetSummaryChanged', () => {
  it('tells the figures at once and again every period', async () => {
    const stream = await subscribe(
      'subscription { fleetSummaryChanged(regionId: "region-north", everySeconds: 1) { total online asOf } }',
    );
    await stream.until(2);
    stream.close();
    const { rows } = await room.server.database.pool.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM devices WHERE region_id = 'region-north' AND lifecycle <> 'RETIRED'`,
    );
    const [first] = stream.events;
    expect(first?.data?.['fleetSummaryChanged']).toMatchObject({
      total: rows[0]?.total,
      asOf: expect.any(String),
    });
  });

  it.each([
    ['popId: "pop-none"', 'NOT_FOUND'],
    ['popId: "pop-north-01", regionId: "region-east"', 'NOT_FOUND'],
    ['regionId: "a\\u0000"', 'NOT_FOUND'],
    ['everySeconds: 0', 'BAD_USER_INPUT'],
    ['everySeconds: 3601', 'BAD_USER_INPUT'],
  ])('refuses %s', async (args, code) => {
    const stream = await subscribe(`subscription { fleetSummaryChanged(${args}) { total } }`);
    await stream.until(1);
    stream.close();
    expect(stream.events[0]?.errors?.[0]?.extensions.code).toBe(code);
  });
});
