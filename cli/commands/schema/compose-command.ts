import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { packageRoot } from '../../../subgraphs/kit/package-root';
import { EXIT_INVALID, guarded } from './guarded';
import { printProblems } from './print-problems';
import { printText } from './print-text';

interface ComposeOptions {
  readonly output?: string;
}

/** `lastmile schema compose [REF]`: subgraphs become a supergraph. */
export function addCompose(schema: Command): void {
  schema
    .command('compose')
    .description('compose subgraphs; without REF, write the SDL of this project into the repository')
    .argument('[ref]', 'a folder of <name>.graphql, git:REV or git:REV:PATH')
    .option('--output <file>', 'write the supergraph there instead of printing it')
    .action((ref: string | undefined, options: ComposeOptions) =>
      guarded(() => (ref === undefined ? composeProject() : composeRef(ref, options))),
    );
}

async function composeRef(ref: string, { output }: ComposeOptions): Promise<void> {
  const { readVersion } = await import('./read-version.js');
  const version = await readVersion(ref, true);
  if (version) await printText(version.supergraph, output);
}

async function composeProject(): Promise<void> {
  const { emitFiles } = await import('../../../schema/emit.js');
  const { files, composition } = await emitFiles();
  for (const { path: file, text } of files) {
    const target = path.join(packageRoot(), file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
    process.stdout.write(`wrote ${file}\n`);
  }
  for (const hint of composition.hints) process.stderr.write(`hint ${hint.code}: ${hint.message}\n`);
  printProblems(composition.errors);
  if (composition.errors.length > 0) process.exitCode = EXIT_INVALID;
}
