import { printProblems } from './print-problems';

/** Exit code of input that cannot be used. */
export const EXIT_INVALID = 2;

/**
 * Runs the action of a command. Input that cannot be used ends it with exit code 2 and messages; so does what nobody
 * expected, since exit code 1 says that something breaks.
 */
export async function guarded(action: () => Promise<void>): Promise<void> {
  const { InputError } = await import('../../../schema/sources/input-error.js');
  try {
    await action();
  } catch (error) {
    process.exitCode = EXIT_INVALID;
    if (error instanceof InputError) printProblems(error.findings);
    else process.stderr.write(`lastmile: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
