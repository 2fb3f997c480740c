#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addFleet } from './commands/fleet';
import { addGateway } from './commands/gateway';
import { addSchema } from './commands/schema/schema-command';
import { addSeed } from './commands/seed';
import { addSubgraph } from './commands/subgraph';
import { addToken } from './commands/token';
import { addUp } from './commands/up';
import { StartupError } from './startup-error';

/** Exit code of wrong usage or settings: trying again changes nothing. */
const EXIT_USAGE = 2;

/** The `lastmile` command. Each command loads what it needs when it runs, so that `token` stays quick. */
async function main(): Promise<void> {
  const program = new Command('lastmile')
    .description('One GraphQL graph over a telco edge: four subgraphs, a gateway, and a fleet to try them on')
    .showHelpAfterError()
    .exitOverride();
  for (const add of [addUp, addGateway, addSubgraph, addSchema, addFleet, addToken, addSeed]) add(program);
  await program.parseAsync();
}

main().catch((error: unknown) => {
  process.exitCode = report(error);
  // A command that failed half-way may have left handles open; what it started was stopped by itself.
  if (process.connected) process.disconnect();
});

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  if (error instanceof StartupError) {
    process.stderr.write(`lastmile: ${error.message} [${error.code}]\n`);
    return EXIT_USAGE;
  }
  process.stderr.write(
    `lastmile: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return 1;
}
