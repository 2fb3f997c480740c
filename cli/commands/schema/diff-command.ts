import type { Command } from 'commander';
import { addReportOptions, type ReportOptions } from './report-options';

/** `lastmile schema diff A B`: every change between two versions, as if everything were used. */
export function addDiff(schema: Command): void {
  const command = schema
    .command('diff')
    .description('say what differs between two versions; exit code 1 = something breaks, 2 = invalid input')
    .argument('<base>', 'a folder of <name>.graphql, a supergraph file, git:REV or git:REV:PATH')
    .argument('[candidate]', 'the same', '.');
  addReportOptions(command).action(diff);
}

async function diff(base: string, candidate: string, options: ReportOptions): Promise<void> {
  const { runCheck } = await import('./run-check.js');
  const nobody = { traffic: [], lint: false, filter: {}, planLimits: {}, approvals: null };
  await runCheck({ ...nobody, base, candidate }, options);
}
