import type { Command } from 'commander';
import { DEFAULT_DATA_FOLDER, DEFAULT_HOST } from './defaults';
import { portNumber } from './parse-option';
import type { SubgraphOptions } from './run-subgraph-command';

/** `lastmile subgraph devices --port 4102`: one subgraph, alone or as a part of the product. */
export function addSubgraph(program: Command): void {
  program
    .command('subgraph')
    .description('serve one subgraph')
    .argument('<name>', 'subscribers | devices | images | placements')
    .option('--port <number>', '0 = any free one (default: 4101 to 4104, by name)', portNumber)
    .option('--host <address>', 'the address to listen on', DEFAULT_HOST)
    .option('--data <folder>', 'keys, uploads and, without DATABASE_URL, the records', DEFAULT_DATA_FOLDER)
    .action(async (name: string, options: SubgraphOptions) => {
      const { serveSubgraph } = await import('./run-subgraph-command.js');
      await serveSubgraph(name, options);
    });
}
