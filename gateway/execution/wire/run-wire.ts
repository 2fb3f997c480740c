import { formOf } from '../steps/request-forms';
import { isActive, type RunContext } from '../steps/run-plan';
import { type CompiledGroup, type CompiledStep } from '../steps/compile-plan';
import { requestText, type RequestForm } from '../steps/request-text';
import { type SubgraphRequest } from '../../upstream/subgraph-request';
import { giveUp } from './anomaly';
import { ByteView } from './byte-view';
import { gather, scratch, type Gathered } from './gather';
import { type WalkCounter } from './hop';
import { TYPE_SLOT, type ObjectLayout } from './layout';
import { type RememberingClient } from './remembering-client';
import { scanAnswer } from './scan-answer';
import { type Tape } from './tape';
import { type WirePlan } from './wire-plan';
import { requestBytes, wireRequest, type WireRequest } from './wire-request';

/** Where the data of an operation is. */
export interface WireRun {
  readonly wire: WirePlan;
  readonly client: RememberingClient;
  readonly context: Omit<RunContext, 'client'>;
  readonly tape: Tape;
  /** The answer to each step. */
  readonly answers: ByteView[];
  /** The position of the root's record. */
  readonly root: number;
  readonly counter: WalkCounter;
  /** Set when it was given up: nothing further is asked. */
  isOver: boolean;
}

/** Runs a plan on the bytes of the answers. Resolves when all are on the tape; rejects with ANOMALY or SubgraphFailure. */
export function runWire(run: WireRun): Promise<void> {
  const { groups } = run.wire.plan;
  if (groups.length === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const waiting = groups.map(({ after }) => after.length);
    let left = groups.length;
    const start = (group: CompiledGroup): void => {
      if (run.isOver) return;
      runGroup(run, group).then(() => {
        left -= 1;
        if (left === 0) resolve();
        for (const next of group.before) {
          waiting[next]! -= 1;
          if (waiting[next] === 0) start(groups[next]!);
        }
      }, reject);
    };
    for (const group of groups) if (group.after.length === 0) start(group);
  });
}

async function runGroup(run: WireRun, group: CompiledGroup): Promise<void> {
  const steps = group.steps.filter((step) => isActive(step, run.context.coerced));
  const [first] = steps;
  if (!first) return;
  const root = run.wire.roots.get(first.index);
  if (!root) return runEntities(run, first, steps);
  const body = requestText(formOf([first]), run.context.variables, []);
  const record = await ask(run, steps, body, root.layout);
  run.tape.slots[run.root + root.slot] = record;
}

async function runEntities(run: WireRun, first: CompiledStep, steps: readonly CompiledStep[]): Promise<void> {
  const { wire, context, tape } = run;
  const gathered: Gathered[] = [];
  const asking: CompiledStep[] = [];
  scratch.clear();
  for (const list of formOf(steps).lists) {
    const one = gather(
      list.steps.map(({ index }) => wire.entities.get(index) ?? giveUp()),
      run,
    );
    if (one.count === 0) continue;
    gathered.push(one);
    asking.push(...list.steps);
    context.entities.left -= one.count;
  }
  if (gathered.length === 0) return;
  if (context.entities.left < 0) giveUp();
  const form = formOf(asking);
  const request = requestOf(form, wire);
  const body = requestBytes(request, form, context.variables, gathered, scratch.bytes);
  const record = await ask(run, asking, body, request.layout, first);
  gathered.forEach((one, index) => place(one, record + request.layout.fields[index]!.slot, tape.slots));
}

/** Sends a request and scans its answer. Gives the position of its data's record. */
async function ask(
  run: WireRun,
  steps: readonly CompiledStep[],
  body: string | Buffer,
  layout: ObjectLayout,
  { fetch, isMutation }: CompiledStep = steps[0]!,
): Promise<number> {
  const { client, context, tape, answers } = run;
  const subgraph = fetch.serviceName;
  const url = context.urls.get(subgraph) ?? '';
  const request: SubgraphRequest = { subgraph, url, body, isMutation, scope: context.scope };
  const delivery = await client.fetch(request);
  const { bytes } = delivery.body;
  const answer = new ByteView(bytes);
  const record = scanAnswer(answer, layout, tape);
  client.accept(request, delivery);
  for (const { index } of steps) answers[index] = answer;
  return record;
}

/** Lets each object know the entity that stands for it. */
function place({ count, wanted }: Gathered, list: number, slots: Int32Array): void {
  const entities = slots[list]!;
  if (entities <= 0 || slots[entities] !== count) giveUp();
  for (let index = 0; index < wanted.length; index += 3) {
    const record = wanted[index]!;
    const entity = slots[entities + 1 + wanted[index + 2]!]!;
    const type = entity > 0 ? slots[entity + TYPE_SLOT]! : 0;
    // Another type than the one that was asked for: which is right depends on more than these two.
    if (type !== 0 && type !== slots[record + TYPE_SLOT]) giveUp();
    slots[record + wanted[index + 1]!] = entity;
  }
}

function requestOf(form: RequestForm, { layouts }: WirePlan): WireRequest {
  const known = REQUESTS.get(form) ?? wireRequest(form, layouts);
  if (!known) return giveUp();
  REQUESTS.set(form, known);
  return known;
}

const REQUESTS = new WeakMap<RequestForm, WireRequest>();
