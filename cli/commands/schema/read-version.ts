import type { GraphVersion } from '../../../schema/check/graph-version';
import { buildVersion } from '../../../schema/composition/build-version';
import { readRef } from '../../../schema/sources/read-ref';
import { EXIT_INVALID } from './guarded';
import { printProblems } from './print-problems';

/** The version that a reference names; null after it was told why there is none. Rejects with InputError. */
export async function readVersion(ref: string, areHintsTold = false): Promise<GraphVersion | null> {
  const { version, errors, hints } = buildVersion(await readRef(ref, { folder: process.cwd() }));
  if (version) {
    if (areHintsTold)
      for (const { code, message } of hints) process.stderr.write(`hint ${code}: ${message}\n`);
    return version;
  }
  process.exitCode = EXIT_INVALID;
  printProblems(errors);
  return null;
}
