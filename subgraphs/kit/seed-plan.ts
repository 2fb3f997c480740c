import { createRandom } from './random';
import type { SeedOptions } from './room';

/** What the demonstration data of all rooms agrees on: ids and who owns which box. Everything else is a room's own. */
export interface SeedPlan {
  readonly regionIds: readonly string[];
  /** PoPs of all regions, region by region. */
  readonly popIds: readonly string[];
  readonly subscriberIds: readonly string[];
  readonly deviceIds: readonly string[];
  readonly publisherIds: readonly string[];
  regionOfPop(popId: string): string;
  popOfDevice(deviceIndex: number): string;
  /** The subscriber of a box, null for one that is still in a warehouse. */
  ownerOfDevice(deviceIndex: number): string | null;
  readonly plans: readonly string[];
}

/** Share of boxes that nobody owns yet. */
const STOCK_SHARE = 0.06;

const REGIONS = ['north', 'east', 'south', 'west', 'central', 'coast', 'alps', 'isles'];
const PLANS = ['plan-lite', 'plan-home', 'plan-home-plus', 'plan-family', 'plan-studio', 'plan-business'];
const PUBLISHERS = ['pub-lastmile', 'pub-hearth', 'pub-adamant', 'pub-playfield', 'pub-nestwork'];

/** The plan for these options: pure, so that every room sees the same. */
export function seedPlan(options: Pick<SeedOptions, 'seed' | 'devices' | 'pops' | 'regions'>): SeedPlan {
  const regionIds = Array.from({ length: options.regions }, (_, i) => `region-${REGIONS[i] ?? i + 1}`);
  const popIds = Array.from({ length: options.pops }, (_, i) => popId(regionIds, i, options.pops));
  const subscriberCount = Math.max(200, Math.round(options.devices * 0.6));
  const subscriberIds = Array.from(
    { length: subscriberCount },
    (_, i) => `sub-${String(i + 1).padStart(6, '0')}`,
  );
  const deviceIds = Array.from(
    { length: options.devices },
    (_, i) => `dev-${String(i + 1).padStart(6, '0')}`,
  );
  const owners = ownersOf(options, subscriberIds);
  return {
    regionIds,
    popIds,
    subscriberIds,
    deviceIds,
    publisherIds: PUBLISHERS,
    plans: PLANS,
    regionOfPop: (id) =>
      regionIds.find((region) => id.startsWith(`pop-${region.slice('region-'.length)}-`)) ?? '',
    popOfDevice: (index) => popIds[index % popIds.length] ?? '',
    ownerOfDevice: (index) => owners[index] ?? null,
  };
}

function popId(regionIds: readonly string[], index: number, pops: number): string {
  const perRegion = Math.ceil(pops / regionIds.length);
  const region = regionIds[Math.floor(index / perRegion)] ?? regionIds[0] ?? '';
  return `pop-${region.slice('region-'.length)}-${String((index % perRegion) + 1).padStart(2, '0')}`;
}

/** Everybody gets a first box, in an order of its own; what is left makes households with two or three. */
function ownersOf(
  options: Pick<SeedOptions, 'seed' | 'devices'>,
  subscriberIds: readonly string[],
): readonly (string | null)[] {
  const random = createRandom(`${options.seed}/owners`);
  let first = 0;
  return Array.from({ length: options.devices }, () => {
    if (random.chance(STOCK_SHARE)) return null;
    const next = subscriberIds[first];
    if (next !== undefined && random.chance(0.75)) {
      first += 1;
      return next;
    }
    return subscriberIds[random.integer(0, Math.max(0, first - 1))] ?? null;
  });
}

/** How a simulated box behaves; real ones are all `steady` to the records. */
export type DeviceProfile = 'steady' | 'flapping' | 'dark' | 'drifted' | 'stuck';

/**
 * The behaviour of a box of the demonstration fleet. Devices hands it to the simulator, placements gives the box
 * the records that go with it (LOST, stuck in PULLING, never converged).
 */
export function profileOfDevice(seed: string, deviceIndex: number): DeviceProfile {
  const draw = createRandom(`${seed}/profile/${deviceIndex}`).next();
  if (draw < 0.85) return 'steady';
  if (draw < 0.91) return 'flapping';
  if (draw < 0.95) return 'dark';
  return draw < 0.98 ? 'drifted' : 'stuck';
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Dark boxes that fell silent a moment ago: nobody has given up yet what runs on them. */
const JUST_SILENT_SHARE = 0.1;

/**
 * When the box was last heard of, given that the demonstration data ends at `now`; null for one that is not dark.
 * Devices tells the simulator this moment as the box's last word, placements lets everything follow from it (what was
 * lost when, metered until when): so long as both ask here, the two cannot contradict each other. Nothing dark is so
 * for longer than ten hours, so that for the rest of a day its claims are held.
 */
export function lastSeenOfDevice(seed: string, deviceIndex: number, now: Date): Date | null {
  if (profileOfDevice(seed, deviceIndex) !== 'dark') return null;
  const random = createRandom(`${seed}/dark/${deviceIndex}`);
  const silentMs = random.chance(JUST_SILENT_SHARE)
    ? random.integer(2 * MINUTE_MS, 8 * MINUTE_MS)
    : random.integer(20 * MINUTE_MS, 10 * HOUR_MS);
  return new Date(now.getTime() - silentMs);
}
