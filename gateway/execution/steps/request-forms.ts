import { type CompiledStep } from './compile-plan';
import { requestForm, type RequestForm } from './request-text';

/** The request of steps, remembered: the same steps of a plan have something to ask most of the time. */
export function formOf(steps: readonly CompiledStep[]): RequestForm {
  const [first] = steps;
  if (!first) return requestForm(steps);
  const known = FORMS.get(first) ?? new Map<string, RequestForm>();
  FORMS.set(first, known);
  const key = steps.length === 1 ? '' : steps.map(({ index }) => index).join();
  const form = known.get(key) ?? requestForm(steps);
  if (known.size < MAX_FORMS) known.set(key, form);
  return form;
}

const FORMS = new WeakMap<CompiledStep, Map<string, RequestForm>>();
const MAX_FORMS = 64;
