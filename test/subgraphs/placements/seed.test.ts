import { lastSeenOfDevice, profileOfDevice } from '../../../subgraphs/kit/seed-plan';
import { FLEET, NOW, type SeededRoom, startSeededRoom } from './seeded-room';

let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom();
});
afterAll(() => room.close());

const LIVE = "('SCHEDULED', 'PULLING', 'STARTING', 'RUNNING', 'DRAINING', 'LOST')";

async function count(statement: string): Promise<number> {
  const [row] = await room.records<{ count: number }>(`SELECT count(*)::int FROM ${statement}`);
  return row?.count ?? -1;
}

test('used is the sum of what live placements hold, for every box and class', async () => {
  expect(await count('allocations')).toBeGreaterThan(100);
  expect(
    await count(`inventories i WHERE used <> coalesce((SELECT sum(a.used) FROM allocations a
      WHERE a.provider_id = i.provider_id AND a.resource_class = i.resource_class), 0)`),
  ).toBe(0);
  expect(
    await count(
      `allocations a JOIN placements p ON p.id = a.placement_id WHERE p.state NOT IN ${LIVE} OR p.provider_id <> a.provider_id`,
    ),
  ).toBe(0);
  expect(
    await count(
      `placements p WHERE state IN ${LIVE} AND NOT EXISTS (SELECT 1 FROM allocations a WHERE a.placement_id = p.id)`,
    ),
  ).toBe(0);
});

test('no box holds more than its capacity, and its free counters say what is left', async () => {
  expect(await count('inventories WHERE used > capacity')).toBe(0);
  expect(
    await count(`providers p WHERE (memory_free, vcpu_free, disk_free) IS DISTINCT FROM (
      (SELECT capacity - used FROM inventories WHERE provider_id = p.id AND resource_class = 'MEMORY_MB'),
      (SELECT capacity - used FROM inventories WHERE provider_id = p.id AND resource_class = 'VCPU'),
      (SELECT capacity - used FROM inventories WHERE provider_id = p.id AND resource_class = 'DISK_GB'))`),
  ).toBe(0);
});

test('a subscriber uses what their placements hold', async () => {
  expect(
    await count(`subscribers s LEFT JOIN (SELECT subscriber_id, count(*) n, sum(vcpu) v, sum(memory_mb) m, sum(disk_gb) d
        FROM placements WHERE state IN ${LIVE} GROUP BY 1) l ON l.subscriber_id = s.id
      WHERE (used_placements, used_vcpu, used_memory_mb, used_disk_gb)
        IS DISTINCT FROM (coalesce(n, 0), coalesce(v, 0), coalesce(m, 0), coalesce(d, 0))`),
  ).toBe(0);
});

test('counters of PoPs and images say the same as the records', async () => {
  expect(
    await count(`(SELECT pop_id, resource_class, sum(capacity) c, sum(used) u FROM inventories JOIN providers ON providers.id = provider_id
        WHERE lifecycle = 'ACTIVATED' GROUP BY 1, 2) live
      FULL JOIN capacity_counters k USING (pop_id, resource_class) WHERE (c, u) IS DISTINCT FROM (k.capacity, k.used)`),
  ).toBe(0);
  expect(await count('capacity_counters')).toBe(FLEET.pops * 3);
  expect(
    await count(
      `image_rollouts r WHERE running <> (SELECT count(*) FROM placements WHERE image_id = r.image_id AND state = 'RUNNING')`,
    ),
  ).toBe(0);
});

test('every placement fits its box: arch, owner, lifecycle, traits, line', async () => {
  expect(
    await count(`placements p JOIN providers b ON b.id = p.provider_id JOIN images i ON i.id = p.image_id
      WHERE i.arch <> b.arch OR b.subscriber_id <> p.subscriber_id OR b.lifecycle <> 'ACTIVATED' OR b.pop_id <> p.pop_id
        OR i.visibility <> 'PUBLIC' OR NOT i.required_traits <@ b.traits OR i.forbidden_traits && b.traits
        OR coalesce(i.min_downlink_kbps, 0) > coalesce(b.downlink_kbps, 0)`),
  ).toBe(0);
});

test('every placement has the history that leads to its state', async () => {
  const rows = await room.records<Life>(
    `SELECT p.id, p.state, p.version, extract(epoch FROM p.state_since) * 1000 AS since,
       jsonb_agg(jsonb_build_array(t.from_state, t.to_state, extract(epoch FROM t.at) * 1000) ORDER BY t.id) AS steps
     FROM placements p JOIN placement_transitions t ON t.placement_id = p.id GROUP BY p.id`,
  );
  expect(rows).toHaveLength(await count('placements'));
  for (const { state, version, since, steps } of rows) {
    expect(steps[0]?.slice(0, 2)).toEqual([null, 'REQUESTED']);
    expect(steps.slice(1).map(([from]) => from)).toEqual(steps.slice(0, -1).map(([, to]) => to));
    for (const [from, to] of steps.slice(1)) expect(EDGES).toContain(`${from}>${to}`);
    expect(steps.at(-1)).toEqual([steps.at(-1)?.[0], state, Number(since)]);
    const times = steps.map(([, , at]) => at);
    expect(times).toEqual([...times].sort((left, right) => left - right));
    expect(times.at(-1)).toBeLessThanOrEqual(NOW.getTime());
    expect(Number(version)).toBe(steps.length);
  }
});

interface Life extends Record<string, unknown> {
  readonly state: string;
  readonly version: string;
  readonly since: string;
  readonly steps: readonly [string | null, string, number][];
}

/** Domain A4, as text. */
const EDGES =
  `REQUESTED>SCHEDULED REQUESTED>FAILED SCHEDULED>PULLING PULLING>STARTING STARTING>RUNNING RUNNING>DRAINING
  DRAINING>ENDED PULLING>FAILED STARTING>FAILED DRAINING>EVICTED RUNNING>LOST LOST>RUNNING LOST>EVICTED LOST>DRAINING`.split(
    /\s+/,
  );

test('dark boxes hold what is lost, stuck ones pull for hours, drifted ones never heard of it', async () => {
  const rows = await room.records<{ device: string; state: string; hours: number }>(
    `SELECT device_id AS device, state, extract(epoch FROM '${NOW.toISOString()}'::timestamptz - state_since)::int / 3600 AS hours
     FROM placements WHERE state IN ${LIVE}`,
  );
  const statesOf = (profile: string): Set<string> =>
    new Set(
      rows
        .filter(({ device }) => profileOfDevice(FLEET.seed, Number(device.slice(4)) - 1) === profile)
        .map(({ state }) => state),
    );
  expect([...statesOf('stuck')]).toEqual(['PULLING']);
  expect([...statesOf('drifted')]).toEqual(['SCHEDULED']);
  expect([...statesOf('flapping')]).toEqual(['RUNNING']);
  for (const state of statesOf('dark')) expect(['LOST', 'RUNNING', 'DRAINING']).toContain(state);
  expect(rows.filter(({ state, hours }) => state === 'PULLING' && hours >= 2).length).toBeGreaterThan(0);
  const running = rows.filter(({ state }) => state === 'RUNNING');
  expect(running.length).toBeGreaterThan(rows.length / 2);
  expect(running.filter(({ hours }) => hours >= 24).length).toBeGreaterThan(running.length / 2);
});

test('nothing is known of a dark box after it was last seen, and ten minutes later what ran on it is lost', async () => {
  const rows = await room.records<{ device: string; state: string; at: string; actor: string }>(
    `SELECT device_id AS device, to_state AS state, extract(epoch FROM at) * 1000 AS at, actor
     FROM placements p JOIN placement_transitions t ON t.placement_id = p.id`,
  );
  const usage = await room.records<{ device: string; to: string }>(
    `SELECT device_id AS device, extract(epoch FROM to_at) * 1000 AS to
     FROM placements p JOIN usage_records u ON u.placement_id = p.id
     UNION ALL SELECT device_id, extract(epoch FROM opened_at) * 1000
     FROM placements p JOIN usage_open o ON o.placement_id = p.id`,
  );
  const lastSeenOf = (device: string): number =>
    lastSeenOfDevice(FLEET.seed, Number(device.slice(4)) - 1, NOW)?.getTime() ?? Infinity;
  expect(rows.filter(({ device, actor, at }) => actor === 'box' && Number(at) > lastSeenOf(device))).toEqual(
    [],
  );
  expect(usage.filter(({ device, to }) => Number(to) > lastSeenOf(device))).toEqual([]);
  const lost = rows.filter(({ device, state, at }) => state === 'LOST' && Number(at) > lastSeenOf(device));
  expect(lost.length).toBeGreaterThan(2);
  for (const { device, at } of lost) {
    expect(Number(at) - lastSeenOf(device)).toBeGreaterThanOrEqual(600_000);
    expect(Number(at) - lastSeenOf(device)).toBeLessThanOrEqual(605_000);
  }
});

test('what was given up for a dark box was silent for a day first', async () => {
  const rows = await room.records<{ hours: number }>(
    `SELECT extract(epoch FROM ended_at - at)::float8 / 3600 AS hours
     FROM placements p JOIN placement_transitions t ON t.placement_id = p.id AND t.to_state = 'LOST'
     WHERE end_reason = 'DEVICE_DARK'`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { hours } of rows) expect(hours).toBeCloseTo(24 - 1 / 6, 1);
});

test('each PoP keeps idle boxes whose owners may place a public image on them', async () => {
  const idle = await room.records<{ pop: string; boxes: number }>(
    `SELECT p.pop_id AS pop, count(DISTINCT p.id)::int AS boxes
     FROM providers p JOIN subscribers s ON s.id = p.subscriber_id JOIN images i ON i.arch = p.arch
     WHERE p.lifecycle = 'ACTIVATED' AND s.status = 'ACTIVE' AND NOT s.credit_hold AND i.status = 'ACTIVE'
       AND i.visibility = 'PUBLIC' AND coalesce(i.min_downlink_kbps, 0) <= p.downlink_kbps
       AND s.used_placements < s.max_placements AND s.used_vcpu + i.vcpu <= s.max_vcpu
       AND s.used_memory_mb + i.memory_mb <= s.max_memory_mb AND s.used_disk_gb + i.disk_gb <= s.max_disk_gb
       AND p.memory_free >= i.memory_mb AND p.vcpu_free >= i.vcpu AND p.disk_free >= i.disk_gb
       AND NOT EXISTS (SELECT 1 FROM placements x WHERE x.device_id = p.device_id AND x.state IN ${LIVE})
     GROUP BY 1 ORDER BY 1`,
  );
  expect(idle).toHaveLength(FLEET.pops);
  for (const { boxes } of idle) expect(boxes).toBeGreaterThanOrEqual(8);
});

test('some subscribers use more than their plans allow, some are on hold and still run', async () => {
  const over = `(used_placements > max_placements OR used_vcpu > max_vcpu OR used_memory_mb > max_memory_mb OR used_disk_gb > max_disk_gb)`;
  expect(await count(`subscribers WHERE ${over}`)).toBeGreaterThan(0);
  expect(await count(`subscribers WHERE used_placements > 0 AND NOT ${over}`)).toBeGreaterThan(30);
  expect(
    await count(
      `subscribers s WHERE credit_hold AND EXISTS (SELECT 1 FROM placements p WHERE p.subscriber_id = s.id AND p.state = 'RUNNING')`,
    ),
  ).toBeGreaterThan(0);
});

test('metered time never overlaps, never leaves the time it ran, and ends at midnight', async () => {
  expect(await count('usage_records')).toBeGreaterThan(500);
  expect(
    await count(`usage_records a JOIN usage_records b ON a.placement_id = b.placement_id
      AND a.resource_class = b.resource_class AND a.id < b.id AND a.from_at < b.to_at AND b.from_at < a.to_at`),
  ).toBe(0);
  expect(
    await count(`usage_records WHERE date_trunc('day', from_at, 'UTC') < date_trunc('day', to_at - interval '1 ms', 'UTC')
      OR recorded_at < to_at OR to_at > '${NOW.toISOString()}' OR from_at < '${NOW.toISOString()}'::timestamptz - interval '46 days'`),
  ).toBe(0);
  expect(
    await count(`usage_records u JOIN placements p ON p.id = u.placement_id
      WHERE u.from_at < p.started_at OR u.to_at > coalesce(p.ended_at, '${NOW.toISOString()}')
        OR abs(quantity - extract(epoch FROM to_at - from_at) / 3600 * CASE resource_class
          WHEN 'VCPU' THEN vcpu WHEN 'MEMORY_MB' THEN memory_mb ELSE disk_gb END) > 0.000001`),
  ).toBe(0);
  expect(
    await count(`placements p FULL JOIN usage_open o ON o.placement_id = p.id
      WHERE (p.state = 'RUNNING') IS DISTINCT FROM (o.placement_id IS NOT NULL)
        OR o.opened_at < (SELECT max(to_at) FROM usage_records u WHERE u.placement_id = p.id)`),
  ).toBe(0);
});

test('groups keep to their policy', async () => {
  expect(await count('placement_groups')).toBeGreaterThan(2);
  expect(
    await count(`placement_groups g WHERE (SELECT count(*) FROM placements p WHERE p.group_id = g.id) < 2
      OR policy = 'AFFINITY' AND (SELECT count(DISTINCT device_id) FROM placements p WHERE p.group_id = g.id) > 1`),
  ).toBe(0);
  expect(
    await count(`placements p JOIN placement_groups g ON g.id = p.group_id
      WHERE g.subscriber_id <> p.subscriber_id OR g.policy <> p.group_policy`),
  ).toBe(0);
});

test('what lives is told to devices and images, use and usage to subscribers', async () => {
  await room.server.relay.flush();
  const told = (consumer: string, topic: string): number =>
    new Set(
      room.delivered
        .filter((each) => each.consumer === consumer && each.topic === topic)
        .map(({ key }) => key),
    ).size;
  const live = await count(`placements WHERE state IN ${LIVE}`);
  expect(told('devices', 'placements.placement.changed')).toBe(live);
  expect(told('images', 'placements.placement.changed')).toBe(live);
  expect(told('subscribers', 'placements.subscriber.use')).toBe(
    await count('subscribers WHERE used_placements > 0'),
  );
  expect(told('subscribers', 'placements.usage.recorded')).toBe(await count('usage_records'));
});

test('the same seed gives the same placements', async () => {
  const other = await startSeededRoom();
  try {
    const all = 'SELECT * FROM placements ORDER BY id';
    expect(await other.records(all)).toEqual(await room.records(all));
    const usage = 'SELECT id, quantity, recorded_at FROM usage_records ORDER BY id';
    expect(await other.records(usage)).toEqual(await room.records(usage));
  } finally {
    await other.close();
  }
});
