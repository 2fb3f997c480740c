import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import { createWorld, SCHEDULER, type World } from '../engine-world';

const ROUNDS = 50;
const CLAIMS = 1_000;
const SLOTS = 100;

describe('I1: the race for the last slots', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ poolSize: 8 });
  });
  afterAll(() => world.close());

  it('gives exactly 100 slots to 1,000 concurrent claims, 50 times, and never more at any moment', async () => {
    const sampler = await startSampler(world.url);
    for (let round = 0; round < ROUNDS; round += 1) {
      const deviceId = await world.device(`dev-${100 + round}`, {
        vcpu: SLOTS,
        memoryMb: 1_000_000,
        diskGb: 10_000,
      });
      const answers = await Promise.all(
        Array.from({ length: CLAIMS }, (_, index) => claimSlot(world, deviceId, `${round}/${index}`)),
      );
      expect(answers.filter((answer) => answer === 'PlacementPayload')).toHaveLength(SLOTS);
      expect(answers.filter((answer) => answer === 'NoValidDevice')).toHaveLength(CLAIMS - SLOTS);
      expect((await world.used(deviceId))['VCPU']).toBe(SLOTS);
    }
    const { samples, overbooked } = await sampler.stop();
    expect(samples).toBeGreaterThan(ROUNDS);
    expect(overbooked).toBe(0);
    await world.checkBooks();
    const [live] = await world.rows<{ n: number }>(sql`SELECT count(*)::integer AS n FROM placements`);
    expect(live?.n).toBe(ROUNDS * SLOTS);
  }, 600_000);
});

async function claimSlot(world: World, deviceId: string, key: string): Promise<string> {
  const answer = await world.engine.place(
    {
      subscriberId: 'sub-1',
      imageId: 'img-1',
      deviceId,
      resources: [{ resourceClass: 'VCPU', amount: 1 }],
      idempotencyKey: key,
    },
    SCHEDULER,
  );
  return answer.__typename;
}

/** Looks at the newest box's books from a connection of its own, over and over, as any other reader could. */
async function startSampler(
  url: string,
): Promise<{ stop(): Promise<{ readonly samples: number; readonly overbooked: number }> }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  let running = true;
  let samples = 0;
  let overbooked = 0;
  const loop = (async () => {
    while (running) {
      const { rows } = await client.query<{ n: number }>(`
        SELECT count(*)::integer AS n FROM placements.inventories AS i
        WHERE provider_id = (SELECT max(provider_id) FROM placements.allocations) AND (used > capacity OR capacity < (
          SELECT coalesce(sum(a.used), 0) FROM placements.allocations AS a
          WHERE a.provider_id = i.provider_id AND a.resource_class = i.resource_class))`);
      samples += 1;
      overbooked += rows[0]?.n ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  return {
    async stop() {
      running = false;
      await loop;
      await client.end();
      return { samples, overbooked };
    },
  };
}
