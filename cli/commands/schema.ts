import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { packageRoot } from '../../subgraphs/kit/package-root';
import { StartupError } from '../startup-error';

/** `lastmile schema compose | print`. */
export function addSchema(program: Command): void {
  const schema = program.command('schema').description('the graph as SDL');
  schema
    .command('compose')
    .description('write the SDL of the subgraphs and the composed supergraph into the repository')
    .action(compose);
  schema
    .command('print')
    .description('print the SDL of one subgraph, or of the supergraph')
    .argument('[subgraph]', 'its name; without one the supergraph')
    .action(print);
}

async function compose(): Promise<void> {
  const { files, composition } = await emit();
  for (const { path: file, text } of files) {
    const target = path.join(packageRoot(), file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
    process.stdout.write(`wrote ${file}\n`);
  }
  for (const hint of composition.hints) process.stderr.write(`hint ${hint.code}: ${hint.message}\n`);
  for (const error of composition.errors) {
    process.stderr.write(
      `error ${error.code}: ${error.message} (${error.subgraph ?? '?'}:${error.line ?? '?'})\n`,
    );
  }
  if (composition.errors.length > 0) process.exitCode = 2;
}

async function print(name: string | undefined): Promise<void> {
  const { files } = await emit();
  const wanted = name === undefined ? 'schema/supergraph.graphql' : `subgraphs/${name}/schema.graphql`;
  const file = files.find((candidate) => candidate.path === wanted);
  if (!file) {
    const names = files
      .map((candidate) => candidate.path.split('/')[1])
      .filter((part) => !part?.includes('.'));
    throw new StartupError('SUBGRAPH_UNKNOWN', `Expected one of ${names.join(', ')}, got "${name ?? ''}".`);
  }
  process.stdout.write(file.text);
}

async function emit() {
  const { emitFiles } = await import('../../schema/emit.js');
  return emitFiles();
}
