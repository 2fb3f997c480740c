import { type RequestScope } from '../../context';
import { clientError } from '../../errors';
import { type SubgraphAnswer } from '../../upstream/parse-answer';
import { shownError } from '../../upstream/shown-error';
import { type SubgraphClient } from '../../upstream/subgraph-client';
import { SubgraphFailure } from '../../upstream/subgraph-failure';
import { type Failures } from '../failures';
import { applyEntities, applyRootAnswer, failStep, failList, type ShownError } from './apply-answer';
import { collectHolders } from './collect-holders';
import { type CompiledGroup, type CompiledPlan, type CompiledStep } from './compile-plan';
import { type DataTraits } from './data-traits';
import { gatherInContext } from './gather-in-context';
import { gatherList, type GatheredList } from './gather-entities';
import { formOf } from './request-forms';
import { requestText, type RequestForm } from './request-text';

/** What a plan is run with. */
export interface RunContext {
  readonly client: Pick<SubgraphClient, 'send'>;
  readonly urls: ReadonlyMap<string, string>;
  readonly scope: RequestScope;
  /** The client's variables as it sent them; they go to subgraphs. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The same with defaults; they decide conditions. */
  readonly coerced: Readonly<Record<string, unknown>>;
  /** How many more representations may be sent. */
  readonly entities: { left: number };
}

/** The data of one operation while it grows. */
export interface RunState {
  readonly data: Record<string, unknown>;
  readonly failures: Failures;
  readonly traits: DataTraits;
}

/** Lets the parts of a plan be told apart while it runs. */
export interface PartObserver {
  /** The data of the operation, with the failures of this part alone. */
  stateOf(part: number): RunState;
  /** The group with this index is over. */
  over(group: number): void;
}

/**
 * Runs a plan: each group as soon as those before it are over. Resolves when all are; never rejects for what a subgraph
 * does, which becomes failures of the state.
 */
export function runPlan(
  plan: CompiledPlan,
  state: RunState,
  context: RunContext,
  observer?: PartObserver,
): Promise<void> {
  if (plan.groups.length === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const waiting = plan.groups.map(({ after }) => after.length);
    let left = plan.groups.length;
    const start = (group: CompiledGroup): void => {
      runGroup(group, plan, observer?.stateOf(group.part) ?? state, context).then(() => {
        observer?.over(group.index);
        left -= 1;
        if (left === 0) resolve();
        for (const next of group.before) {
          waiting[next] = (waiting[next] ?? 0) - 1;
          const nextGroup = plan.groups[next];
          if (waiting[next] === 0 && nextGroup) start(nextGroup);
        }
      }, reject);
    };
    for (const group of plan.groups) if (group.after.length === 0) start(group);
  });
}

async function runGroup(
  group: CompiledGroup,
  plan: CompiledPlan,
  state: RunState,
  context: RunContext,
): Promise<void> {
  const steps = group.steps.filter((step) => isActive(step, context.coerced));
  const [first] = steps;
  if (!first) return;
  const run: GroupRun = { plan, state, context };
  if (!first.representations) return runRootStep(run, first);
  if (first.fetch.contextRewrites) return runContextStep(run, first);
  return runEntitySteps(run, steps);
}

interface GroupRun {
  readonly plan: CompiledPlan;
  readonly state: RunState;
  readonly context: RunContext;
}

/** Whether the conditions of a step hold. */
export function isActive({ conditions }: CompiledStep, coerced: Readonly<Record<string, unknown>>): boolean {
  return conditions.every(({ variable, value }) => (coerced[variable] === true) === value);
}

async function runRootStep(run: GroupRun, step: CompiledStep): Promise<void> {
  const { state, context, plan } = run;
  const objects = collectHolders(state.data, step.path, state.traits.isShared);
  if (objects.length === 0) return;
  const sink = { failures: state.failures, appliesTo: plan.appliesTo, traits: state.traits };
  try {
    const answer = await send(run, step, requestText(formOf([step]), context.variables, []));
    applyRootAnswer(step, objects, answer.data, shownErrors(answer, context), sink);
  } catch (error) {
    failStep(step, objects, failureOf(error, context), sink);
  }
}

async function runEntitySteps(run: GroupRun, steps: readonly CompiledStep[]): Promise<void> {
  const { state, plan, context } = run;
  const source = { ...state, appliesTo: plan.appliesTo };
  const gathered = formOf(steps).lists.map((list) => gatherList(list, source));
  const asked = gathered.filter(({ texts }) => texts.length > 0);
  if (asked.length === 0) return;
  if (isAllowed(run, asked)) await askFor(run, asked, context.variables);
}

/** Values from above differ between objects: those with equal values share a request. */
async function runContextStep(run: GroupRun, step: CompiledStep): Promise<void> {
  const { state, plan, context } = run;
  const source = { ...state, appliesTo: plan.appliesTo };
  const batches = gatherInContext(step, source);
  const asked = batches.map(({ gathered }) => gathered);
  if (!isAllowed(run, asked)) return;
  await Promise.all(
    batches.map(({ gathered, values }) =>
      askFor(run, [gathered], { ...context.variables, ...values }, values),
    ),
  );
}

/** Takes what is asked for off what the request may send; when that is not enough, the places of all of it get the reason. */
function isAllowed({ state, plan, context }: GroupRun, asked: readonly GatheredList[]): boolean {
  const count = asked.reduce((total, { texts }) => total + texts.length, 0);
  if (count <= context.entities.left) {
    context.entities.left -= count;
    return true;
  }
  const sink = { failures: state.failures, appliesTo: plan.appliesTo, traits: state.traits };
  const error = clientError('BATCH_LIMIT_EXCEEDED');
  for (const one of asked) failList(one, error, sink);
  return false;
}

async function askFor(
  run: GroupRun,
  asked: readonly GatheredList[],
  variables: Readonly<Record<string, unknown>>,
  further: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { state, plan, context } = run;
  const sink = { failures: state.failures, appliesTo: plan.appliesTo, traits: state.traits };
  const steps = asked.flatMap(({ list }) => list.steps);
  const form = withVariables(formOf(steps), Object.keys(further));
  const [first] = steps;
  if (!first) return;
  try {
    const lists = asked.map(({ texts }) => `[${texts.join(',')}]`);
    const answer = await send(run, first, requestText(form, variables, lists));
    // A null that moved up to the root of a shared request hides what the other lists have: each is asked on its own.
    if (!answer.data && asked.length > 1) {
      await Promise.all(asked.map((one) => askFor(run, [one], variables, further)));
      return;
    }
    const errors = shownErrors(answer, context);
    asked.forEach((one, index) => {
      applyEntities(one, form.lists[index]?.alias ?? one.list.alias, answer.data, errors, sink);
    });
  } catch (error) {
    const shown = failureOf(error, context);
    for (const one of asked) failList(one, shown, sink);
  }
}

async function send(
  { state, context }: GroupRun,
  { fetch, isMutation }: CompiledStep,
  body: string,
): Promise<SubgraphAnswer> {
  const { client, urls, scope } = context;
  const url = urls.get(fetch.serviceName) ?? '';
  const answer = await client.send({ subgraph: fetch.serviceName, url, body, isMutation, scope });
  if (!answer.isPlain) state.traits.isPlain = false;
  return answer;
}

function shownErrors({ errors }: SubgraphAnswer, { scope }: RunContext): readonly ShownError[] {
  return errors.length === 0 ? NO_ERRORS : errors.map((error) => shownError(error, scope.principal));
}

const NO_ERRORS: readonly ShownError[] = [];

function failureOf(error: unknown, { scope }: RunContext): ShownError {
  if (error instanceof SubgraphFailure) return clientError(error.code);
  scope.log.error({ err: error }, 'a fetch failed unexpectedly');
  return clientError('INTERNAL_SERVER_ERROR');
}

function withVariables(form: RequestForm, names: readonly string[]): RequestForm {
  return names.length === 0 ? form : { ...form, variables: [...form.variables, ...names] };
}
