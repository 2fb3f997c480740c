import { closeWriter } from './close-writer';
import { generateWriter, type WriteAnswer } from './generate-writer';
import { type ResponseShape } from './response-shape';
import { ANOMALY } from './write-values';
import { planWriter, type WriterPlan } from './writer-plan';

/**
 * Writes the text of an answer without errors, `{"data":{...}}`, straight from merged data; undefined when the data is not
 * what the schema promises (a value is missing, null where it must not be, of another type), which is for the exact way
 * to explain. `isPlain`: no string of the data needs escaping.
 */
export type ResponseWriter = (
  data: Readonly<Record<string, unknown>>,
  isPlain: boolean,
) => string | undefined;

/** Members of large abstract types that a writer learns to write. */
const MAX_LEARNED_TYPES = 64;

/**
 * Compiles the writer of answers of `shape`; undefined when the shape is too large for that, or asks for introspection.
 * Where code generation is forbidden to the process, or with `generatesCode: false`, the writer is made of closures.
 */
export function compileWriter(
  shape: ResponseShape,
  { generatesCode = true }: { readonly generatesCode?: boolean } = {},
): ResponseWriter | undefined {
  const seen = new Set<string>();
  const firstPlan = planWriter(shape, seen);
  if (!firstPlan) return undefined;
  let plan = firstPlan;
  let programs: { plain?: WriteAnswer; escaping?: WriteAnswer } = {};
  const learn = (typename: string): void => {
    if (seen.size >= MAX_LEARNED_TYPES) return;
    const larger = planWriter(shape, seen.add(typename));
    if (!larger) return;
    plan = larger;
    programs = {};
  };
  return (data, isPlain) => {
    const which = isPlain ? 'plain' : 'escaping';
    const write = (programs[which] ??= makeProgram(plan, isPlain, learn, generatesCode));
    try {
      return write(data);
    } catch (error) {
      if (error === ANOMALY) return undefined;
      throw error;
    }
  };
}

function makeProgram(
  plan: WriterPlan,
  isPlain: boolean,
  learn: (typename: string) => void,
  generatesCode: boolean,
): WriteAnswer {
  if (!generatesCode) return closeWriter(plan, isPlain, learn);
  try {
    return generateWriter(plan, isPlain, learn);
  } catch (error) {
    // The process was started with --disallow-code-generation-from-strings.
    if (error instanceof EvalError) return closeWriter(plan, isPlain, learn);
    throw error;
  }
}
