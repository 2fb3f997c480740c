import type { Command } from 'commander';
import { EXIT_INVALID, guarded } from './guarded';
import { printText } from './print-text';

interface ContractOptions {
  readonly partners: string;
  readonly ref: string;
  readonly api?: boolean;
  readonly output?: string;
}

/** `lastmile schema contract NAME`: the graph as a partner sees it. */
export function addContract(schema: Command): void {
  schema
    .command('contract')
    .description("print the supergraph of a partner's contract, which a gateway can serve")
    .argument('<name>', "the partner's file without its extension")
    .option('--partners <folder>', 'the contracts of partners', 'schema/partners')
    .option('--ref <ref>', 'the version of the graph', '.')
    .option('--api', 'print what the partner sees instead')
    .option('--output <file>', 'write it there instead of printing it')
    .action((name: string, options: ContractOptions) => guarded(() => contract(name, options)));
}

async function contract(name: string, { partners, ref, api, output }: ContractOptions): Promise<void> {
  const { readPartners } = await import('../../../schema/sources/read-partners.js');
  const { readVersion } = await import('./read-version.js');
  const all = await readPartners(process.cwd(), partners);
  const partner = all.find((candidate) => candidate.name === name);
  if (!partner) return refuse(`expected one of ${all.map((known) => known.name).join(', ')}, got "${name}"`);
  const version = await readVersion(ref);
  if (!version) return;
  const { filterContract } = await import('../../../gateway/supergraph/contracts/filter-contract.js');
  const { supergraph, errors } = filterContract(version.supergraph, partner);
  if (supergraph === null) {
    return refuse(
      `the contract of ${name} is no valid schema: ${errors.map(({ message }) => message).join('; ')}`,
    );
  }
  await printText(api === true ? await apiOf(supergraph) : supergraph, output);
}

async function apiOf(supergraph: string): Promise<string> {
  const { buildVersion } = await import('../../../schema/composition/build-version.js');
  const { printSchema } = await import('graphql');
  const { version } = buildVersion({ kind: 'supergraph', sdl: supergraph, file: '' });
  return version ? `${printSchema(version.api)}\n` : '';
}

function refuse(message: string): void {
  process.exitCode = EXIT_INVALID;
  process.stderr.write(`lastmile: ${message}\n`);
}
