import { type Delivery } from '../../upstream/subgraph-client';
import { type SubgraphRequest } from '../../upstream/subgraph-request';
import { type CompiledGroup } from '../steps/compile-plan';
import { giveUp } from './anomaly';
import { askGroup, type GroupRequest } from './ask-group';
import { ByteView } from './byte-view';
import { type Gathered } from './gather';
import { TYPE_SLOT } from './layout';
import { scanAnswer } from './scan-answer';
import { type WireRun } from './wire-run';

/** Runs a plan on the bytes of the answers. Resolves when all are on the tape; rejects with ANOMALY or SubgraphFailure. */
export function runWire(run: WireRun): Promise<void> {
  const { groups } = run.wire.plan;
  if (groups.length === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const waiting = groups.map(({ after }) => after.length);
    let left = groups.length;
    const start = (group: CompiledGroup): void => {
      // After a failure the others are of no use here; what they have asked is remembered.
      if (run.isOver) return;
      const running = runGroup(run, group);
      if (running) running.then(() => end(group)).catch(reject);
      else end(group);
    };
    const end = (group: CompiledGroup): void => {
      left -= 1;
      if (left === 0) resolve();
      for (const next of group.before) {
        waiting[next]! -= 1;
        if (waiting[next] === 0) start(groups[next]!);
      }
    };
    for (const group of groups) if (group.after.length === 0) start(group);
  });
}

/** Undefined when the group has nothing to ask. Throws ANOMALY. */
function runGroup(run: WireRun, group: CompiledGroup): Promise<void> | undefined {
  const asked = askGroup(run, group);
  if (!asked) return undefined;
  const { context, client } = run;
  const { subgraph, body } = asked;
  const url = context.urls.get(subgraph) ?? '';
  const request: SubgraphRequest = { subgraph, url, body, isMutation: false, scope: context.scope };
  return client.fetch(request).then((delivery) => {
    take(run, asked, delivery);
    client.accept(request, delivery);
  });
}

/** Puts an answer on the tape and gives it its places. Throws ANOMALY. */
function take(run: WireRun, { steps, layout, rootSlot, gathered }: GroupRequest, { body }: Delivery): void {
  const { tape, answers } = run;
  const answer = new ByteView(body.bytes);
  const record = scanAnswer(answer, layout, tape);
  for (const { index } of steps) answers[index] = answer;
  if (rootSlot > 0) tape.slots[run.root + rootSlot] = record;
  for (let index = 0; index < gathered.length; index += 1) {
    place(gathered[index]!, record + layout.fields[index]!.slot, tape.slots);
  }
}

/** Lets each object know the entity that stands for it. */
function place({ count, wanted, wantedCount }: Gathered, list: number, slots: Int32Array): void {
  const entities = slots[list]!;
  if (entities <= 0 || slots[entities] !== count) giveUp();
  const end = wanted + wantedCount * 3;
  for (let at = wanted; at < end; at += 3) {
    const record = slots[at]!;
    const entity = slots[entities + 1 + slots[at + 2]!]!;
    const type = entity > 0 ? slots[entity + TYPE_SLOT]! : 0;
    // Another type than the one that was asked for: which is right depends on more than these two.
    if (type !== 0 && type !== slots[record + TYPE_SLOT]) giveUp();
    slots[record + slots[at + 1]!] = entity;
  }
}
