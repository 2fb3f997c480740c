import { isInService } from '../reachability/device-states';
import { type Beat, beatSchema } from './beat';
import { type KnownBox } from './known-boxes';

/** Why a beat was not taken. */
export interface RejectedBeat {
  readonly index: number;
  readonly code: 'BAD_USER_INPUT' | 'NOT_FOUND' | 'CONFLICT';
  readonly message: string;
}

/** A beat in its place of the delivery. */
export interface PlacedBeat {
  readonly index: number;
  readonly beat: Beat;
}

/** A beat that is believed, with the box it is of. */
export interface BelievedBeat {
  readonly beat: Beat;
  readonly box: KnownBox;
}

/** Sorts out beats that are not understood. */
export function readBeats(items: readonly unknown[]): { beats: PlacedBeat[]; rejected: RejectedBeat[] } {
  const beats: PlacedBeat[] = [];
  const rejected: RejectedBeat[] = [];
  items.forEach((item, index) => {
    const parsed = beatSchema.safeParse(item);
    if (parsed.success) {
      beats.push({ index, beat: parsed.data });
      return;
    }
    const [issue] = parsed.error.issues;
    rejected.push({
      index,
      code: 'BAD_USER_INPUT',
      message: `${issue?.path.join('.') ?? 'beat'}: ${issue?.message ?? 'expected a beat'}`,
    });
  });
  return { beats, rejected };
}

/** Sorts out beats of boxes that are unknown, not in service, or not of the PoP that they come through. */
export function judgeBeats(
  beats: readonly PlacedBeat[],
  boxes: ReadonlyMap<string, KnownBox>,
): { believed: BelievedBeat[]; rejected: RejectedBeat[] } {
  const believed: BelievedBeat[] = [];
  const rejected: RejectedBeat[] = [];
  for (const { index, beat } of beats) {
    const box = boxes.get(beat.deviceId);
    if (box === undefined) {
      rejected.push({
        index,
        code: 'NOT_FOUND',
        message: 'Expected the id of a device, got an unknown one.',
      });
    } else if (!isInService(box.lifecycle)) {
      rejected.push({
        index,
        code: 'CONFLICT',
        message: `Expected a device that is ACTIVATED or SUSPENDED, got one that is ${box.lifecycle}.`,
      });
    } else if (box.popId !== beat.popId) {
      rejected.push({ index, code: 'CONFLICT', message: 'Expected the PoP of the device, got another one.' });
    } else {
      believed.push({ beat, box });
    }
  }
  return { believed, rejected };
}

/** The newest beat of each box: a delivery may hold several after a line was cut. */
export function newestBeats(believed: readonly BelievedBeat[]): BelievedBeat[] {
  const newest = new Map<string, BelievedBeat>();
  for (const each of believed) {
    const known = newest.get(each.box.id);
    if (known === undefined || known.beat.sampledAt <= each.beat.sampledAt) newest.set(each.box.id, each);
  }
  return [...newest.values()];
}

/** The newest list of placements of each box, which is not always in its newest beat. */
export function newestReports(believed: readonly BelievedBeat[]): BelievedBeat[] {
  const listed = new Map(
    newestBeats(believed.filter(({ beat }) => beat.placements)).map((each) => [each.box.id, each]),
  );
  return newestBeats(believed).map(({ beat, box }) => {
    const list = beat.placements ? beat : listed.get(box.id)?.beat;
    const placements = list?.placements;
    return { box, beat: placements && list ? { ...beat, placements, runningHash: list.runningHash } : beat };
  });
}

/** Whether a beat says something that the records do not know yet. */
export function isNews({ beat, box }: BelievedBeat): boolean {
  return (
    beat.appliedVersion !== box.reportedVersion ||
    (beat.softwareVersion !== null && beat.softwareVersion !== box.softwareVersion) ||
    (beat.placements !== undefined && !isSameList(beat.placements, box.reportedPlacements))
  );
}

function isSameList(left: NonNullable<Beat['placements']>, right: KnownBox['reportedPlacements']): boolean {
  if (right === null || left.length !== right.length) return false;
  const known = new Map(right.map((entry) => [entry.placementId, entry]));
  return left.every((entry) => {
    const other = known.get(entry.placementId);
    return (
      other?.state === entry.state &&
      other.pullProgressPct === entry.pullProgressPct &&
      other.failure === entry.failure
    );
  });
}
