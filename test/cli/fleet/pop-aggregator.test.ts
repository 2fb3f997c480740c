import { type BoxBeat } from '../../../cli/fleet/box';
import { DevicesRefusal, DevicesUnavailable } from '../../../cli/fleet/devices-client';
import { type BeatMessage, type HeartbeatAnswer } from '../../../cli/fleet/messages';
import { PopAggregator } from '../../../cli/fleet/pop-aggregator';
import { NOW } from './fleet-fixtures';

const beatOf = (deviceId: string, changes = 1): BoxBeat => ({
  changes,
  message: {
    deviceId,
    popId: 'pop-a',
    bootId: '00',
    sampledAt: new Date(NOW).toISOString(),
    cpuPct: 1,
    memoryFreeMb: 1,
    diskFreeGb: 1,
    downlinkKbps: 1,
    rttMs: 1,
    temperatureC: null,
    softwareVersion: null,
    appliedVersion: changes,
    runningHash: '',
  },
});

const all = (beats: readonly BeatMessage[]): HeartbeatAnswer => ({
  accepted: beats.length,
  rejected: [],
  desired: [],
});

type Deliver = (beats: readonly BeatMessage[]) => HeartbeatAnswer | Promise<HeartbeatAnswer>;

/** An aggregator before a server that answers so, and everything that passed between them. */
function createAggregator(deliver: Deliver): {
  aggregator: PopAggregator;
  batches: string[][];
  told: string[];
  answer(next: Deliver): void;
} {
  const batches: string[][] = [];
  const told: string[] = [];
  let current = deliver;
  const client = {
    async deliver(beats: readonly BeatMessage[]) {
      batches.push(beats.map(({ deviceId }) => deviceId));
      return current(beats);
    },
  };
  const events = {
    acknowledged: (boxNumber: number, beat: BoxBeat) =>
      told.push(`acknowledged ${boxNumber} ${beat.changes}`),
    delivered: (failure: string | null) => failure !== null && told.push(failure),
    refused: (deviceId: string, reason: string) => told.push(`refused ${deviceId} ${reason}`),
    desired: (states: HeartbeatAnswer['desired']) =>
      told.push(`desired ${states.map((each) => each.deviceId).join()}`),
  };
  const aggregator = new PopAggregator(client, events, () => 0.5);
  return { aggregator, batches, told, answer: (next) => (current = next) };
}

const unavailable = (): never => {
  throw new DevicesUnavailable('nobody there');
};

describe('the aggregator of a PoP', () => {
  test('delivers at most 500 beats in one request, each once', async () => {
    const { aggregator, batches, told } = createAggregator(all);
    for (let number = 0; number < 1201; number += 1) aggregator.add(number, beatOf(`dev-${number}`));
    await aggregator.flush(NOW);
    expect(batches.map(({ length }) => length)).toEqual([500, 500, 201]);
    expect(new Set(batches.flat()).size).toBe(1201);
    expect(told).toHaveLength(1201);
    await aggregator.flush(NOW + 1000);
    expect(batches).toHaveLength(3);
  });

  test('keeps the latest beat of each box while nobody is there, and waits longer each time', async () => {
    const { aggregator, batches, told, answer } = createAggregator(unavailable);
    aggregator.add(1, beatOf('one', 1));
    aggregator.add(2, beatOf('two', 1));
    await aggregator.flush(NOW);
    aggregator.add(1, beatOf('one', 2));
    await aggregator.flush(NOW + 499);
    expect(batches).toHaveLength(1);
    await aggregator.flush(NOW + 500);
    await aggregator.flush(NOW + 500 + 999);
    expect(batches).toHaveLength(2);
    answer(all);
    await aggregator.flush(NOW + 500 + 1000);
    expect(batches[2]).toEqual(['one', 'two']);
    expect(told.slice(2)).toEqual(['acknowledged 1 2', 'acknowledged 2 1']);
  });

  test('a beat that comes while its predecessor is under way is not lost when that fails', async () => {
    const { aggregator, batches, answer } = createAggregator(() => {
      aggregator.add(1, beatOf('one', 2));
      return unavailable();
    });
    aggregator.add(1, beatOf('one', 1));
    await aggregator.flush(NOW);
    let applied = 0;
    answer((beats) => {
      applied = beats[0]?.appliedVersion ?? 0;
      return all(beats);
    });
    await aggregator.flush(NOW + 60_000);
    expect(batches).toEqual([['one'], ['one']]);
    expect(applied).toBe(2);
  });

  test('has one delivery under way at a time', async () => {
    let release = (): void => undefined;
    const { aggregator, batches } = createAggregator(async (beats) => {
      await new Promise<void>((resolve) => (release = resolve));
      return all(beats);
    });
    aggregator.add(1, beatOf('one'));
    const first = aggregator.flush(NOW);
    aggregator.add(2, beatOf('two'));
    await aggregator.flush(NOW + 5000);
    expect(batches).toEqual([['one']]);
    release();
    await first;
  });

  test('does not acknowledge what was refused, and passes on what is desired', async () => {
    const { aggregator, told } = createAggregator(() => ({
      accepted: 1,
      rejected: [{ index: 0, code: 'NOT_FOUND', message: 'no such device' }],
      desired: [{ deviceId: 'two', version: 3, softwareVersion: null, placements: [] }],
    }));
    aggregator.add(1, beatOf('one'));
    aggregator.add(2, beatOf('two'));
    await aggregator.flush(NOW);
    expect(told).toEqual(['refused one NOT_FOUND', 'acknowledged 2 1', 'desired two']);
  });

  test('a batch that is refused as a whole is not sent again', async () => {
    const { aggregator, batches, told } = createAggregator(() => {
      throw new DevicesRefusal('/heartbeats answered 400');
    });
    aggregator.add(1, beatOf('one'));
    await aggregator.flush(NOW);
    await aggregator.flush(NOW + 60_000);
    expect(batches).toHaveLength(1);
    expect(told).toEqual(['refused one /heartbeats answered 400']);
  });

  test('a box that left says nothing more', async () => {
    const { aggregator, batches } = createAggregator(all);
    aggregator.add(1, beatOf('one'));
    aggregator.drop(1);
    await aggregator.flush(NOW);
    expect(batches).toEqual([]);
  });
});
