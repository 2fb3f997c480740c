import { DEVICE_MODELS } from '../../../subgraphs/devices/seed/device-models';
import { lastSeenOfDevice } from '../../../subgraphs/kit/seed-plan';
import { type DevicesFixture, START, startDevices } from './fixture';

let room: DevicesFixture;

beforeAll(async () => {
  room = await startDevices();
  await room.seed({ devices: 2000, pops: 16, regions: 4 });
});

afterAll(async () => {
  await room.close();
});

async function share(condition: string, of = 'true'): Promise<number> {
  const { rows } = await room.server.database.pool.query<{ share: number }>(
    `SELECT (count(*) FILTER (WHERE ${condition}))::float8 / count(*) AS share
     FROM devices d JOIN device_models m ON m.id = d.model_id WHERE ${of}`,
  );
  return rows[0]?.share ?? NaN;
}

describe('the demonstration fleet', () => {
  it('is of at least 12 real models, from 64 MB to 8 GB, each with its source', () => {
    expect(DEVICE_MODELS.length).toBeGreaterThanOrEqual(12);
    const memory = DEVICE_MODELS.map((model) => model.memoryMb);
    expect([Math.min(...memory), Math.max(...memory)]).toEqual([64, 8192]);
    expect(new Set(DEVICE_MODELS.map((model) => model.arch)).size).toBe(4);
    for (const model of DEVICE_MODELS) {
      expect(model.source).toMatch(/^https:\/\/\S+[:,] /);
      expect(model.oui).toMatch(/^[0-9A-F]{6}$/);
      expect(model.memoryMb - model.hostReservedMemoryMb).toBeGreaterThan(16);
      expect(model.diskGb - model.hostReservedDiskGb).toBeGreaterThan(0);
    }
  });

  it('has room for applications on most boxes, in every PoP', async () => {
    expect(await share('m.memory_mb - m.host_reserved_memory_mb >= 1024')).toBeGreaterThan(0.6);
    const { rows } = await room.server.database.pool.query<{ pop: string }>(
      `SELECT d.pop_id AS pop FROM devices d JOIN device_models m ON m.id = d.model_id
       WHERE d.lifecycle = 'ACTIVATED' AND d.simulation_profile = 'steady' AND m.memory_mb >= 2048
       GROUP BY 1 HAVING count(*) >= 20`,
    );
    expect(rows).toHaveLength(16);
  });

  it('has boxes in every stage of life and of every behaviour', async () => {
    expect(await share(`lifecycle = 'ACTIVATED'`, 'subscriber_id IS NOT NULL')).toBeGreaterThan(0.94);
    expect(await share(`lifecycle IN ('INVENTORY', 'SHIPPED')`, 'subscriber_id IS NULL')).toBe(1);
    const { rows } = await room.server.database.pool.query<{ stage: string }>(
      'SELECT DISTINCT lifecycle AS stage FROM devices ORDER BY 1',
    );
    expect(rows.map((row) => row.stage)).toEqual([
      'ACTIVATED',
      'INVENTORY',
      'QUARANTINED',
      'RETIRED',
      'SHIPPED',
      'SUSPENDED',
    ]);
    expect(await share(`simulation_profile = 'steady'`)).toBeGreaterThan(0.8);
    for (const profile of ['dark', 'drifted', 'stuck', 'flapping']) {
      expect(await share(`simulation_profile = '${profile}'`)).toBeGreaterThan(0.01);
    }
  });

  it('gives every home a line and nobody else, and some lines a volume', async () => {
    expect(await share('downlink_kbps IS NOT NULL', 'subscriber_id IS NOT NULL')).toBe(1);
    expect(await share('downlink_kbps IS NULL', 'subscriber_id IS NULL')).toBe(1);
    expect(await share('data_cap_remaining_gb IS NOT NULL', 'subscriber_id IS NOT NULL')).toBeGreaterThan(
      0.02,
    );
  });

  it('is drifted where the simulator plays it so, and nowhere else', async () => {
    expect(
      await share(
        `desired_version <> reported_version`,
        `simulation_profile = 'drifted' AND subscriber_id IS NOT NULL`,
      ),
    ).toBe(1);
    expect(
      await share(`desired_version <> coalesce(reported_version, 0)`, `simulation_profile <> 'drifted'`),
    ).toBe(0);
  });

  it('heard of a dark box last when the seed plan says so, and ordered nothing of it before that it did not do', async () => {
    const { rows } = await room.server.database.pool.query<{ id: string; at: Date }>(
      `SELECT id, reported_at AS at FROM devices WHERE simulation_profile = 'dark'`,
    );
    expect(rows.length).toBeGreaterThan(40);
    for (const { id, at } of rows)
      expect(at).toEqual(lastSeenOfDevice('test', Number(id.slice(4)) - 1, START));
    const waiting = await room.server.database.pool.query<{ early: number; all: number }>(
      `SELECT count(*)::int AS all, count(*) FILTER (WHERE queued_at <= reported_at)::int AS early
       FROM device_tasks t JOIN devices d ON d.id = t.device_id WHERE t.state = 'QUEUED'`,
    );
    expect(waiting.rows[0]?.all).toBeGreaterThan(0);
    expect(waiting.rows[0]?.early).toBe(0);
  });

  it('plays what lies in stock as good as new', async () => {
    expect(await share(`simulation_profile = 'steady'`, 'subscriber_id IS NULL')).toBe(1);
  });

  it('has a past of tasks and faults', async () => {
    const { rows } = await room.server.database.pool.query<{ tasks: number; faults: number }>(
      `SELECT (SELECT count(*) FROM device_tasks WHERE state = 'DONE')::int AS tasks,
        (SELECT count(*) FROM device_faults)::int AS faults`,
    );
    expect(rows[0]?.tasks).toBeGreaterThan(50);
    expect(rows[0]?.faults).toBeGreaterThan(10);
  });

  it('is told to others in full, and counted', async () => {
    const before = room.delivered.length;
    await room.server.relay.drain();
    expect(room.delivered.slice(before).length + before).toBe(2000);
    const { rows } = await room.server.database.pool.query<{ boxes: number }>(
      'SELECT sum(boxes)::int AS boxes FROM pop_device_counts',
    );
    expect(rows[0]?.boxes).toBe(2000);
  });

  it('is the same for the same seed', async () => {
    const again = await startDevices();
    try {
      await again.seed({ devices: 2000, pops: 16, regions: 4, now: START });
      const digest = `SELECT md5(string_agg(to_jsonb(d)::text, '' ORDER BY id)) AS digest
        FROM (SELECT id, oui, serial_number, model_id, lifecycle, pop_id, subscriber_id, downlink_kbps,
          data_cap_remaining_gb, software_version, activated_at, reported_at FROM devices) d`;
      const [left, right] = await Promise.all(
        [room, again].map((each) => each.server.database.pool.query<{ digest: string }>(digest)),
      );
      expect(left?.rows).toEqual(right?.rows);
    } finally {
      await again.close();
    }
  });
});
