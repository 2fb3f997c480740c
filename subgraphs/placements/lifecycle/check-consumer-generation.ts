import type { ConsumerGenerationConflictProblem } from '../engine-types';

/** Whether the quoted generation is the placement's, or the conflict: read it again and decide again (I6). */
export function checkConsumerGeneration(
  current: number,
  quoted: number,
): ConsumerGenerationConflictProblem | null {
  if (current === quoted) return null;
  return {
    __typename: 'ConsumerGenerationConflict',
    retryable: true,
    currentGeneration: current,
    message: `Expected the placement's generation ${current}, got ${quoted}.`,
  };
}
