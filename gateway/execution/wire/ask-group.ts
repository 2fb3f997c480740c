import { type CompiledGroup, type CompiledStep } from '../steps/compile-plan';
import { formOf } from '../steps/request-forms';
import { requestText, type EntityList, type RequestForm } from '../steps/request-text';
import { isActive } from '../steps/run-plan';
import { giveUp } from './anomaly';
import { gather, scratch, type EntityStep, type Gathered } from './gather';
import { type ObjectLayout } from './layout';
import { type WirePlan } from './wire-plan';
import { type WireRun } from './wire-run';
import { requestBytes, wireRequest, type WireRequest } from './wire-request';

/** What a group asks, and where its answer goes. */
export interface GroupRequest {
  readonly subgraph: string;
  readonly body: string | Buffer;
  /** The steps that the answer is for. */
  readonly steps: readonly CompiledStep[];
  /** The layout of the answer's `data`. */
  readonly layout: ObjectLayout;
  /** The slot of the root's record for it; 0 when it holds entities. */
  readonly rootSlot: number;
  /** One for each list of entities. */
  readonly gathered: readonly Gathered[];
}

/** What `group` has to ask now; undefined when it has nothing to ask. Throws ANOMALY. */
export function askGroup(run: WireRun, group: CompiledGroup): GroupRequest | undefined {
  const { coerced, variables } = run.context;
  const steps = group.steps.every((step) => isActive(step, coerced))
    ? group.steps
    : group.steps.filter((step) => isActive(step, coerced));
  const [first] = steps;
  if (!first) return undefined;
  const root = run.wire.roots.get(first.index);
  if (!root) return askEntities(run, steps);
  return {
    subgraph: first.fetch.serviceName,
    body: requestText(formOf(steps), variables, []),
    steps,
    layout: root.layout,
    rootSlot: root.slot,
    gathered: NOTHING_GATHERED,
  };
}

const NOTHING_GATHERED: readonly Gathered[] = [];

function askEntities(run: WireRun, steps: readonly CompiledStep[]): GroupRequest | undefined {
  const { wire, context } = run;
  const all = formOf(steps);
  const gathered: Gathered[] = [];
  const lists: EntityList[] = [];
  scratch.clear();
  for (const list of all.lists) {
    const one = gather(stepsOf(list, wire), run);
    if (one.count === 0) continue;
    gathered.push(one);
    lists.push(list);
    context.entities.left -= one.count;
  }
  const [first] = steps;
  if (!first || gathered.length === 0) return undefined;
  if (context.entities.left < 0) giveUp();
  const asking = lists.length === all.lists.length ? steps : lists.flatMap((list) => list.steps);
  const form = asking === steps ? all : formOf(asking);
  const request = requestOf(form, wire);
  return {
    subgraph: first.fetch.serviceName,
    body: requestBytes(request, form, context.variables, gathered, scratch.bytes),
    steps: asking,
    layout: request.layout,
    rootSlot: 0,
    gathered,
  };
}

function stepsOf(list: EntityList, { entities }: WirePlan): readonly EntityStep[] {
  const known = STEPS.get(list) ?? list.steps.map(({ index }) => entities.get(index) ?? giveUp());
  STEPS.set(list, known);
  return known;
}

function requestOf(form: RequestForm, { layouts }: WirePlan): WireRequest {
  const known = REQUESTS.get(form) ?? wireRequest(form, layouts) ?? giveUp();
  REQUESTS.set(form, known);
  return known;
}

// Lists and forms belong to one plan, and a plan has one wire plan.
const STEPS = new WeakMap<EntityList, readonly EntityStep[]>();
const REQUESTS = new WeakMap<RequestForm, WireRequest>();
