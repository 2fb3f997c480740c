import { createHash } from 'node:crypto';
import { applyBeat } from './apply-beat';
import { type RedisClient } from './connect-redis';
import { type BeatOutcome, type HotBeat, type HotRecord } from './hot-state';
import { type SilenceLimits } from './reachability';
import { popKeys } from './redis-keys';
import { RETURNS_KEPT_MS } from './returns-kept';
import { packSample } from './sample-codec';
import { WRITE_BEATS_SCRIPT } from './write-beats-script';

/** Beats of one PoP worked out: what each changed, and what each box comes to in the end. */
export interface FoldedBeats {
  readonly outcomes: readonly BeatOutcome[];
  readonly boxes: readonly BoxChange[];
}

/** What is known of a box before and after all its beats of a batch. */
export interface BoxChange extends BeatOutcome {
  readonly deviceId: string;
}

/** Applies the beats of one PoP in order; a box may have several, for instance buffered ones after a cut line. */
export function foldBeats(
  before: ReadonlyMap<string, HotRecord | null>,
  beats: readonly HotBeat[],
  nowMs: number,
  limits: SilenceLimits,
): FoldedBeats {
  const latest = new Map<string, HotRecord>();
  const outcomes = beats.map((beat): BeatOutcome => {
    const known = latest.get(beat.deviceId) ?? before.get(beat.deviceId) ?? null;
    const after = applyBeat(known, beat, nowMs, limits);
    latest.set(beat.deviceId, after);
    return { before: known, after };
  });
  const boxes = [...latest].map(([deviceId, after]) => ({
    deviceId,
    before: before.get(deviceId) ?? null,
    after,
  }));
  return { outcomes, boxes };
}

/** Writes what the boxes of one PoP came to, in one atomic script. Rejects with the error of Redis. */
export async function writeBeats(
  client: RedisClient,
  popId: string,
  boxes: readonly BoxChange[],
  nowMs: number,
  limits: SilenceLimits,
): Promise<void> {
  const keys = popKeys(popId);
  const keyNames = [keys.seen, keys.returned, keys.degraded, keys.faulty];
  const values: (string | number | Buffer)[] = [
    nowMs,
    nowMs - limits.offlineAfterMs,
    nowMs - RETURNS_KEPT_MS,
  ];
  for (const box of boxes) {
    keyNames.push(keys.sample(box.deviceId));
    values.push(box.deviceId, box.after.lastSeenAtMs, ...sampleArguments(box, nowMs, limits));
  }
  await evaluate(client, keyNames, values);
}

function sampleArguments(
  { before, after }: BoxChange,
  nowMs: number,
  limits: SilenceLimits,
): (string | number | Buffer)[] {
  const { sample } = after;
  if (sample === null || sample === before?.sample) return ['', 0, 0, ''];
  const lifeMs = Math.ceil(sample.sampledAtMs + limits.offlineAfterMs - nowMs);
  return [packSample(sample), lifeMs, sample.sampledAtMs, sample.health];
}

const SCRIPT_SHA = createHash('sha1').update(WRITE_BEATS_SCRIPT).digest('hex');

async function evaluate(
  client: RedisClient,
  keys: readonly string[],
  values: readonly (string | number | Buffer)[],
): Promise<void> {
  try {
    await client.evalsha(SCRIPT_SHA, keys.length, ...keys, ...values);
  } catch (error) {
    // A server that was restarted or took over does not know the script yet.
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    await client.eval(WRITE_BEATS_SCRIPT, keys.length, ...keys, ...values);
  }
}
