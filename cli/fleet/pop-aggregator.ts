import { type BoxBeat } from './box';
import { type RandomSource } from './box-random';
import { type DevicesClient, DevicesRefusal } from './devices-client';
import { fullJitterMs } from './full-jitter';
import { type HeartbeatAnswer } from './messages';

/** What an aggregator tells of the beats it was given. */
export interface AggregatorEvents {
  /** The beat of this box arrived. */
  acknowledged(boxNumber: number, beat: BoxBeat): void;
  /** Beats arrived, or could not be delivered for this reason (null: they arrived). */
  delivered(failure: string | null): void;
  /** The beat of this box, or its whole batch, was refused. */
  refused(deviceId: string, reason: string): void;
  /** Desired states that came with the answer. */
  desired(desired: HeartbeatAnswer['desired']): void;
}

/** The largest number of beats in one request. */
export const MAX_BEATS_PER_REQUEST = 500;

/**
 * Collects the beats of one PoP and delivers them in batches, as a concentrator in a central office would. It keeps the
 * latest beat of each box until it arrived, so an absent server costs no more memory than the PoP has boxes, and
 * waits with full jitter before it tries again.
 */
export class PopAggregator {
  private pending = new Map<number, BoxBeat>();
  private isBusy = false;
  private failures = 0;
  private notBeforeMs = 0;

  constructor(
    private readonly client: Pick<DevicesClient, 'deliver'>,
    private readonly events: AggregatorEvents,
    private readonly random: RandomSource,
  ) {}

  /** Takes the beat of a box in; it takes the place of one that did not arrive yet. */
  add(boxNumber: number, beat: BoxBeat): void {
    this.pending.set(boxNumber, beat);
  }

  /** Forgets what a box that is no more wanted to say. */
  drop(boxNumber: number): void {
    this.pending.delete(boxNumber);
  }

  /** Delivers what is there, unless a delivery is under way or it is too early to try again. Never rejects. */
  async flush(nowMs: number): Promise<void> {
    if (this.isBusy || this.pending.size === 0 || nowMs < this.notBeforeMs) return;
    this.isBusy = true;
    try {
      await this.deliverAll(nowMs);
    } finally {
      this.isBusy = false;
    }
  }

  private async deliverAll(nowMs: number): Promise<void> {
    const batches = batchesOf(this.pending);
    this.pending = new Map();
    for (const [index, batch] of batches.entries()) {
      if (await this.deliver(batch)) continue;
      for (const unsent of batches.slice(index)) this.putBack(unsent);
      this.notBeforeMs = nowMs + fullJitterMs(this.failures, this.random, BACKOFF);
      return;
    }
  }

  /** False when the batch is to be sent again. */
  private async deliver(batch: Batch): Promise<boolean> {
    try {
      const answer = await this.client.deliver(batch.map(([, beat]) => beat.message));
      this.failures = 0;
      this.events.delivered(null);
      this.settle(batch, answer);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (error instanceof DevicesRefusal) {
        for (const [, { message }] of batch) this.events.refused(message.deviceId, reason);
        return true;
      }
      this.failures += 1;
      this.events.delivered(reason);
      return false;
    }
  }

  private settle(batch: Batch, answer: HeartbeatAnswer): void {
    const refused = new Set<number>();
    for (const { index, code } of answer.rejected) {
      refused.add(index);
      const entry = batch[index];
      if (entry !== undefined) this.events.refused(entry[1].message.deviceId, code);
    }
    batch.forEach(([boxNumber, beat], index) => {
      if (!refused.has(index)) this.events.acknowledged(boxNumber, beat);
    });
    if (answer.desired.length > 0) this.events.desired(answer.desired);
  }

  private putBack(batch: Batch): void {
    for (const [boxNumber, beat] of batch) {
      // A later beat of the same box says more.
      if (!this.pending.has(boxNumber)) this.pending.set(boxNumber, beat);
    }
  }
}

type Batch = readonly (readonly [number, BoxBeat])[];

// Short enough that a fleet is back before it would count as dark (90 s), long enough to let a server start.
const BACKOFF = { firstMs: 1000, mostMs: 20_000 };

function batchesOf(pending: ReadonlyMap<number, BoxBeat>): Batch[] {
  const all = [...pending];
  const count = Math.ceil(all.length / MAX_BEATS_PER_REQUEST);
  return Array.from({ length: count }, (_, index) =>
    all.slice(index * MAX_BEATS_PER_REQUEST, (index + 1) * MAX_BEATS_PER_REQUEST),
  );
}
