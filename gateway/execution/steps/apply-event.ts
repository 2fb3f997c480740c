import { shownError } from '../../upstream/shown-error';
import { type SubgraphAnswer } from '../../upstream/parse-answer';
import { applyRootAnswer } from './apply-answer';
import { type CompiledPlan } from './compile-plan';
import { type RunContext, type RunState } from './run-plan';

/** Takes the payload of a subscription for the answer to the fetch that opened it. */
export function applyEvent(
  plan: CompiledPlan,
  { data, failures, traits }: RunState,
  { data: payload, errors }: SubgraphAnswer,
  { scope }: RunContext,
): void {
  const [step] = plan.groups[0]?.steps ?? [];
  if (!step) return;
  const shown = errors.map((error) => shownError(error, scope.principal));
  applyRootAnswer(step, [data], payload, shown, { failures, appliesTo: plan.appliesTo, traits });
}
