import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ChildOptions } from '../../../cli/supervisor/child';
import { type CompiledSources, compileSources } from '../../kit/compile';

/** The supervisor's files as plain node can run them. */
export function compileSupervisor(): CompiledSources {
  return compileSources('cli/supervisor', 'cli/process', 'cli/startup-error.ts');
}

/** A script that behaves like a part of the product; `body` may use onStop, ready(), and the folder it lives in. */
export function writePart(compiled: CompiledSources, folder: string, body: string): string {
  const entry = path.join(folder, 'part.js');
  const runAsChild = JSON.stringify(compiled.file('cli/supervisor/run-as-child.ts'));
  writeFileSync(
    entry,
    `const { onStop } = require(${runAsChild});
     const fs = require('node:fs');
     const folder = ${JSON.stringify(folder)};
     const ready = () => process.send({ type: 'ready', url: 'http://127.0.0.1:' + process.pid });
     setInterval(() => undefined, 60_000);
     ${body}`,
  );
  return entry;
}

/** A well-behaved part: it is ready at once and ends when it is told. */
export const GOOD_PART = 'onStop(async () => fs.writeFileSync(folder + "/stopped", "in order")); ready();';

/** Options for a part, with the lines it makes the supervisor say. */
export function partOptions(folder: string, entry: string): ChildOptions & { said: string[] } {
  const said: string[] = [];
  const logFile = path.join(folder, 'part.log');
  writeFileSync(logFile, '');
  const say = (line: string): void => void said.push(line);
  return { name: 'part', entry, args: [], environment: process.env, logFile, say, said };
}
