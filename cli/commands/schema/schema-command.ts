import type { Command } from 'commander';
import { addCheck } from './check-command';
import { addCompose } from './compose-command';
import { addContract } from './contract-command';
import { addDiff } from './diff-command';
import { addExplain } from './explain-command';
import { addPrint } from './print-command';

/** `lastmile schema check | diff | compose | print | contract | explain`. */
export function addSchema(program: Command): void {
  const schema = program.command('schema').description('the graph as SDL, and what a change of it breaks');
  for (const add of [addCheck, addDiff, addCompose, addPrint, addContract, addExplain]) add(schema);
}
