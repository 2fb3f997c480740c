import type { Command } from 'commander';
import { StartupError } from '../../startup-error';
import { guarded } from './guarded';
import { printText } from './print-text';

interface PrintOptions {
  readonly ref?: string;
  readonly api?: boolean;
}

/** `lastmile schema print [NAME]`: SDL of a subgraph, of the supergraph, or of what clients see. */
export function addPrint(schema: Command): void {
  schema
    .command('print')
    .description('print the SDL of one subgraph, or of the supergraph')
    .argument('[subgraph]', 'its name; without one the supergraph')
    .option('--ref <ref>', 'of another version than what the code says now')
    .option('--api', 'what clients see')
    .action(print);
}

async function print(name: string | undefined, options: PrintOptions): Promise<void> {
  if (options.ref !== undefined || options.api === true) {
    return guarded(() => printVersion(name, options));
  }
  const { emitFiles } = await import('../../../schema/emit.js');
  const { files } = await emitFiles();
  const wanted = name === undefined ? 'schema/supergraph.graphql' : `subgraphs/${name}/schema.graphql`;
  const file = files.find((candidate) => candidate.path === wanted);
  if (!file) {
    const names = files.map((candidate) => candidate.path.split('/')[1] ?? '');
    throw unknownSubgraph(
      name ?? '',
      names.filter((part) => !part.includes('.')),
    );
  }
  process.stdout.write(file.text);
}

async function printVersion(name: string | undefined, { ref = '.', api }: PrintOptions): Promise<void> {
  const { readVersion } = await import('./read-version.js');
  const version = await readVersion(ref);
  if (!version) return;
  if (api === true) {
    const { printSchema } = await import('graphql');
    return printText(`${printSchema(version.api)}\n`, undefined);
  }
  if (name === undefined) return printText(version.supergraph, undefined);
  const subgraph = version.subgraphs.find((candidate) => candidate.name === name);
  const known = version.subgraphs.map((candidate) => candidate.name);
  if (!subgraph) throw unknownSubgraph(name, known);
  return printText(subgraph.sdl, undefined);
}

function unknownSubgraph(name: string, known: readonly string[]): StartupError {
  return new StartupError('SUBGRAPH_UNKNOWN', `Expected one of ${known.join(', ')}, got "${name}".`);
}
