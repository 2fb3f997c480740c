import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CheckSources } from '../../../schema/sources/check-sources';
import { parseSince } from '../../../schema/usage/parse-since';
import { wholeNumber } from '../parse-option';
import { addReportOptions, type ReportOptions } from './report-options';

interface CheckOptions extends ReportOptions {
  readonly base: string;
  readonly candidate: string;
  readonly traffic: readonly string[];
  readonly operations?: string;
  readonly partners?: string;
  readonly approvals?: string;
  readonly lint?: boolean;
  readonly lintConfig?: string;
  readonly since?: Date;
  readonly minCount: number;
  readonly excludeClient: readonly string[];
  readonly maxExtraFetches?: number;
  readonly maxExtraDepth?: number;
  readonly maxExtraCost?: number;
}

const REF = 'a folder of <name>.graphql, a supergraph file, git:REV or git:REV:PATH';
const count = wholeNumber(0, Number.MAX_SAFE_INTEGER);

/** `lastmile schema check --base REF --candidate REF`: what a change breaks, for whom, and what gets slower. */
export function addCheck(schema: Command): void {
  const command = schema
    .command('check')
    .description(
      'say what a change of the schema breaks; exit code 0 = nothing, 1 = something, 2 = invalid input',
    )
    .requiredOption('--base <ref>', `the version that is in use: ${REF}`)
    .option('--candidate <ref>', 'the version that shall replace it', '.')
    .option('--traffic <file>', 'what the gateway recorded (NDJSON); may be repeated', gather, [])
    .option('--operations <folder>', 'trusted documents, <client>.graphql or <client>/<anything>.graphql')
    .option('--partners <folder>', 'the contracts of partners, one YAML file each')
    .option('--approvals <file>', 'accepted findings (default: schema/approvals.yaml, if there)')
    .addOption(
      new Option('--lint', 'look at names, descriptions and the like of what changed').implies({
        lint: true,
      }),
    )
    .option('--lint-config <file>', 'the same with the severities of a YAML file')
    .option('--since <time>', 'ignore what was last seen before: 30d, 12h, or a date', since)
    .option('--min-count <number>', 'ignore what was asked less often', count, 1)
    .option('--exclude-client <name>', 'ignore a client; may be repeated', gather, [])
    .option('--max-extra-fetches <number>', 'a plan that needs more additional requests is a break', count)
    .option(
      '--max-extra-depth <number>',
      'a plan that waits for more additional requests in a row is a break',
      count,
    )
    .option('--max-extra-cost <percent>', 'an operation whose cost grows by more is a break', count);
  addReportOptions(command).action((options: CheckOptions) => check(options));
}

async function check(options: CheckOptions): Promise<void> {
  const { runCheck } = await import('./run-check.js');
  await runCheck(sourcesOf(options), options);
}

function sourcesOf(options: CheckOptions): CheckSources {
  const { base, candidate, traffic, operations, partners, approvals, lintConfig, lint = false } = options;
  return {
    base, candidate, traffic, operations, partners, approvals, lintConfig, lint,
    filter: { since: options.since, minCount: options.minCount, excludeClients: options.excludeClient },
    planLimits: {
      maxExtraFetches: options.maxExtraFetches,
      maxExtraDepth: options.maxExtraDepth,
      maxCostRatio: options.maxExtraCost === undefined ? undefined : 1 + options.maxExtraCost / 100,
      // Who names a limit wants to be stopped by it.
      growthSeverity: 'breaking',
    },
  }; // prettier-ignore
}

function gather(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** The same forms as the rest of the check, told apart before anything is read. */
function since(text: string): Date {
  const time = parseSince(text, new Date());
  if (time) return time;
  throw new InvalidArgumentError(`Expected a duration such as 30d, or a date, got "${text}".`);
}
