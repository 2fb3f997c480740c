import { type DomainEvent } from '../../kit/events';
import { type HotBeat } from '../hot-state/hot-state';
import { readHot, whileReachable } from '../reachability/read-hot';
import { reachabilityEvent } from '../reachability/reachability-events';
import { type DevicesServices } from '../request/services';
import { assignmentsOf, desiredState, type DesiredState } from '../shadow/desired-state';
import { runSessions } from '../task/run-sessions';
import { type BeatTransition, beatTransitions } from './beat-transitions';
import {
  type BelievedBeat,
  isNews,
  judgeBeats,
  newestBeats,
  newestReports,
  readBeats,
  type RejectedBeat,
} from './judge-beats';
import { type KnownBox, knownBoxes } from './known-boxes';
import { type SavedReport, saveReports } from './save-reports';

/** Topic of what boxes say they run. */
export const DEVICE_REPORTED = 'devices.device.reported';

/** The answer to a delivery of beats. */
export interface BeatsAnswer {
  readonly accepted: number;
  readonly rejected: readonly RejectedBeat[];
  /** For boxes that have not applied what they shall run. */
  readonly desired: readonly (DesiredState & { readonly deviceId: string })[];
}

/**
 * Takes a delivery of beats. PostgreSQL is read once, and written only for transitions: a box that came back, that
 * reports something new, or whose session has work. Those are stored before the hot state takes the beats, so that
 * what could not be stored is found again with the next delivery; subscriptions are told after it, since they read it.
 */
export async function takeBeats(services: DevicesServices, items: readonly unknown[]): Promise<BeatsAnswer> {
  const now = services.clock();
  const read = readBeats(items);
  const boxes = await knownBoxes(services.database, [
    ...new Set(read.beats.map(({ beat }) => beat.deviceId)),
  ]);
  const judged = judgeBeats(read.beats, boxes);
  const newest = newestBeats(judged.believed);
  const before = await readHot(
    services,
    newest.map(({ box }) => ({ popId: box.popId, deviceId: box.id })),
    now.getTime(),
  );
  const transitions = before === null ? [] : beatTransitions(newest, before, now.getTime(), services.limits);
  await record(services, judged.believed, transitions, now);
  await whileReachable(services.log, () =>
    services.hotState.writeBatch(judged.believed.map(hotBeat), now.getTime()),
  );
  await services.announce(transitions.map(reachabilityEvent));
  return {
    accepted: judged.believed.length,
    rejected: [...read.rejected, ...judged.rejected].sort((left, right) => left.index - right.index),
    desired: await desiredOfBehind(services, newest),
  };
}

/** Writes the transitions of a delivery, if there are any, and wakes the relay. */
async function record(
  services: DevicesServices,
  believed: readonly BelievedBeat[],
  transitions: readonly BeatTransition[],
  now: Date,
): Promise<void> {
  const reports = newestReports(believed);
  const news = reports.filter(isNews);
  const inSession = reports.filter(({ box }) => box.hasOpenTasks).map(({ box }) => box.id);
  if (news.length + transitions.length + inSession.length === 0) return;
  await services.database.transaction(async (tx) => {
    const beats = news.map(({ beat }) => beat);
    const saved = await saveReports(services.database, tx, beats, now.getTime());
    if (inSession.length > 0) await runSessions(services.database, tx, inSession, now);
    const events = [
      ...transitions.map(reachabilityEvent),
      ...saved.flatMap(reportedEvent),
      ...returnedReports(reports, transitions, saved, now.getTime()).flatMap(reportedEvent),
    ];
    if (events.length > 0) await services.store(tx, events);
  });
  services.relay.wake();
}

/**
 * A box that came back and still runs what it reported last says so by its hash alone; whoever gave its placements up
 * for lost has to hear the list again.
 */
function returnedReports(
  reports: readonly BelievedBeat[],
  transitions: readonly BeatTransition[],
  saved: readonly SavedReport[],
  nowMs: number,
): SavedReport[] {
  const returned = new Set(transitions.filter((each) => each.isReturn).map((each) => each.deviceId));
  for (const { deviceId } of saved) returned.delete(deviceId);
  return reports
    .filter(({ beat, box }) => returned.has(box.id) && beat.runningHash === box.reportedHash)
    .filter(({ box }) => box.reportedPlacements !== null && box.reportedPlacements.length > 0)
    .map(({ beat, box }) => ({
      deviceId: box.id,
      appliedVersion: beat.appliedVersion,
      placements: box.reportedPlacements,
      sampledAtMs: Math.min(beat.sampledAt, nowMs),
    }));
}

function reportedEvent({ deviceId, appliedVersion, placements, sampledAtMs }: SavedReport): DomainEvent[] {
  // Without a list nobody could tell "runs nothing" from "did not say".
  if (placements === null) return [];
  return [
    {
      topic: DEVICE_REPORTED,
      key: deviceId,
      version: Math.round(sampledAtMs),
      payload: { deviceId, appliedVersion, placements, lastSeenAt: new Date(sampledAtMs).toISOString() },
    },
  ];
}

function hotBeat({ beat, box }: BelievedBeat): HotBeat {
  const { sampledAt, placements, softwareVersion: _version, ...measured } = beat;
  const list = placements ?? box.reportedPlacements;
  const listed = list?.filter((entry) => entry.state === 'RUNNING').length;
  return { ...measured, sampledAtMs: sampledAt, runningCount: listed ?? box.assumedRunning };
}

async function desiredOfBehind(
  { database }: DevicesServices,
  newest: readonly BelievedBeat[],
): Promise<BeatsAnswer['desired']> {
  const behind = newest.filter(
    ({ beat, box }) => beat.appliedVersion !== box.desiredVersion || hasStrays(beat, box),
  );
  const placed = await assignmentsOf(
    database,
    behind.map(({ box }) => box.id),
  );
  return behind.map(({ box }) => ({ deviceId: box.id, ...desiredState(box, placed.get(box.id) ?? []) }));
}

/** Whether the box has something that it shall not have (domain I15). */
function hasStrays(beat: BelievedBeat['beat'], box: KnownBox): boolean {
  return (
    beat.placements?.some(
      (entry) => entry.state !== 'STOPPED' && !box.desiredPlacementIds.includes(entry.placementId),
    ) ?? false
  );
}
