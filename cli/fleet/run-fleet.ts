import { setTimeout as sleep } from 'node:timers/promises';
import { hashText, type RandomSource, randomOfStep } from './box-random';
import { devicesClient, type DevicesClient, DevicesRefusal } from './devices-client';
import { Fleet, TICK_MS } from './fleet';
import { type SignBody } from './fleet-signer';
import { fullJitterMs } from './full-jitter';
import { type AggregatorEvents, PopAggregator } from './pop-aggregator';

/** How the fleet is run. */
export interface FleetOptions {
  /** Where the devices subgraph listens, for instance `http://127.0.0.1:4102`. */
  readonly devicesUrl: string;
  readonly signEnvelope: SignBody;
  /** The same seed gives every box the same character and the same luck. */
  readonly seed: string;
  /**
   * How much faster than in life images are pulled and started.
   * @default 1
   */
  readonly speed?: number;
  /**
   * Time between two beats of a box, give or take a fifth.
   * @default 30_000
   */
  readonly intervalMs?: number;
  /**
   * How often the roster is asked for changes.
   * @default 1_000
   */
  readonly rosterPollMs?: number;
  /**
   * Over how long the first round of beats is spread.
   * @default 2_000
   */
  readonly spreadMs?: number;
  /** Told what happens, a sentence at a time. */
  readonly log: (message: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs the simulated fleet until the signal is aborted, then resolves. An absent or failing devices subgraph is
 * waited for.
 *
 * @throws RangeError when an option is wrong.
 */
export async function runFleet(options: FleetOptions): Promise<void> {
  const settings = {
    seed: options.seed,
    speed: validNumber('speed', options.speed ?? 1),
    intervalMs: validNumber('intervalMs', options.intervalMs ?? 30_000),
    spreadMs: options.spreadMs ?? 2000,
  };
  const rosterPollMs = validNumber('rosterPollMs', options.rosterPollMs ?? 1000);
  if (options.signal.aborted) return;
  const client = devicesClient(options.devicesUrl, options.signEnvelope, options.signal);
  const random = randomOfStep(hashText(`${options.seed}/fleet`), 0);
  const log = (message: string): void => {
    // Requests that are cut off by the end are nothing to tell about.
    if (!options.signal.aborted) options.log(message);
  };
  const control = new FleetControl(new Fleet(settings, Date.now()), client, random, log);
  const timer = setInterval(() => control.tick(Date.now()), TICK_MS);
  try {
    await followRoster(control, client, { rosterPollMs, random, signal: options.signal });
  } finally {
    clearInterval(timer);
    await client.close();
  }
}

interface RosterFollowing {
  readonly rosterPollMs: number;
  readonly random: RandomSource;
  readonly signal: AbortSignal;
}

const ROSTER_BACKOFF = { firstMs: 500, mostMs: 5000 };

/** Reads the whole roster once, page by page, then what changed in it, for as long as the signal lets it. */
async function followRoster(
  control: FleetControl,
  client: DevicesClient,
  { rosterPollMs, random, signal }: RosterFollowing,
): Promise<void> {
  let after: string | null = null;
  let isFirstLoad = true;
  let failures = 0;
  while (!signal.aborted) {
    let waitMs = rosterPollMs;
    try {
      const page = await client.roster(after);
      control.learn(page.boxes, isFirstLoad);
      // Without a cursor of its own an empty page leaves the place in the roster as it was.
      after = page.next ?? page.cursor ?? after;
      if (page.next !== null) waitMs = 0;
      else if (isFirstLoad) {
        isFirstLoad = false;
        control.tellSize();
      }
      failures = 0;
    } catch (error) {
      failures += 1;
      // A place in the roster that is no longer understood: read it from the beginning.
      if (error instanceof DevicesRefusal) after = null;
      control.tellReachable(error instanceof Error ? error.message : String(error));
      waitMs = fullJitterMs(failures, random, ROSTER_BACKOFF);
    }
    if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Ties the boxes to the aggregators of their PoPs. */
class FleetControl implements AggregatorEvents {
  private readonly aggregators = new Map<string, PopAggregator>();
  private ticks = 0;
  private isReachable = true;
  private readonly refusals = new Set<string>();

  constructor(
    private readonly fleet: Fleet,
    private readonly client: DevicesClient,
    private readonly random: RandomSource,
    private readonly log: (message: string) => void,
  ) {}

  /** Steps the boxes that are due, and lets a tenth of the PoPs deliver: each does once a second. */
  tick(nowMs: number): void {
    for (const { boxNumber, popId, beat } of this.fleet.step(nowMs))
      this.aggregatorOf(popId).add(boxNumber, beat);
    let index = 0;
    for (const aggregator of this.aggregators.values()) {
      if (index % TICKS_PER_FLUSH === this.ticks % TICKS_PER_FLUSH) void aggregator.flush(nowMs);
      index += 1;
    }
    this.ticks += 1;
  }

  learn(entries: Parameters<Fleet['update']>[0], isFirstLoad: boolean): void {
    this.tellReachable(null);
    for (const { boxNumber, popId } of this.fleet.update(entries, Date.now(), isFirstLoad)) {
      this.aggregators.get(popId)?.drop(boxNumber);
    }
  }

  acknowledged(...[boxNumber, beat]: Parameters<AggregatorEvents['acknowledged']>): void {
    this.fleet.acknowledge(boxNumber, beat);
  }

  delivered(failure: string | null): void {
    this.tellReachable(failure);
  }

  refused(deviceId: string, reason: string): void {
    // Every beat of such a box is refused, for the same reason: one line of it will do.
    const refusal = `${deviceId} is refused: ${reason}`;
    if (this.refusals.size >= REFUSALS_TOLD || this.refusals.has(refusal)) return;
    this.refusals.add(refusal);
    this.log(refusal);
  }

  desired(desired: Parameters<AggregatorEvents['desired']>[0]): void {
    this.fleet.desire(desired, Date.now());
  }

  tellSize(): void {
    this.log(`${this.fleet.size} boxes are on the air`);
  }

  /** Tells only when it changed: null for reachable, or why not. */
  tellReachable(failure: string | null): void {
    if (this.isReachable === (failure === null)) return;
    this.isReachable = failure === null;
    this.log(failure === null ? 'the devices subgraph is back' : `the devices subgraph is away: ${failure}`);
  }

  private aggregatorOf(popId: string): PopAggregator {
    const known = this.aggregators.get(popId);
    if (known !== undefined) return known;
    const aggregator = new PopAggregator(this.client, this, this.random);
    this.aggregators.set(popId, aggregator);
    return aggregator;
  }
}

const TICKS_PER_FLUSH = 1000 / TICK_MS;
const REFUSALS_TOLD = 100;

function validNumber(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new RangeError(`${name} must be a positive number, but got: ${value}`);
}
