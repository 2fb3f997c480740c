import { existsSync } from 'node:fs';
import path from 'node:path';
import { readApprovals, type Approval } from '../approvals/read-approvals';
import type { CheckInput } from '../check/check-graphs';
import type { CompositionFinding } from '../check/check-result';
import { buildVersion } from '../composition/build-version';
import type { GraphSource } from '../composition/graph-source';
import { newLinesOf } from '../composition/new-lines';
import { DEFAULT_LINT_CONFIG, type LintConfig, readLintConfig } from '../lint/lint-config';
import type { CheckSources } from './check-sources';
import { InputError } from './input-error';
import { readPartners } from './read-partners';
import { readRef } from './read-ref';
import { readTextFile } from './read-text-file';
import { readUsage } from './read-usage';

/** What a check needs, or why it cannot be made. */
export type ReadInput =
  | { readonly input: CheckInput }
  | { readonly errors: readonly CompositionFinding[]; readonly hints: readonly CompositionFinding[] };

/** The approvals that count when none are named. */
export const DEFAULT_APPROVALS = 'schema/approvals.yaml';

/** Reads and composes all that was named. Everything that is wrong is told at once. */
export async function readCheckInput(sources: CheckSources, folder: string, now: Date): Promise<ReadInput> {
  const { base, candidate } = sources;
  const [before, after, usage, partners, approvals, lint] = await Promise.allSettled([
    readRef(base, { folder, sibling: candidate }),
    readRef(candidate, { folder, sibling: base }),
    readUsage(folder, sources.traffic, sources.operations, sources.filter),
    readPartners(folder, sources.partners),
    readApprovalsFile(folder, sources.approvals),
    readLint(folder, sources),
  ]);
  const errors = [before, after, usage, partners, approvals, lint].flatMap(findingsOf);
  const [first, second] = [valueOf(before), valueOf(after)];
  const { versions, ...built } = first && second ? buildBoth(first, second) : NOTHING_BUILT;
  if (errors.length > 0 || !versions) return { errors: [...errors, ...built.errors], hints: built.hints };
  return {
    input: {
      ...versions,
      hints: built.hints,
      usage: mustHave(usage),
      partners: mustHave(partners),
      approvals: mustHave(approvals),
      lint: mustHave(lint),
      planLimits: sources.planLimits,
      today: now.toISOString().slice(0, 10),
    },
  };
}

interface BothBuilt {
  readonly versions: Pick<CheckInput, 'base' | 'candidate'> | null;
  readonly errors: readonly CompositionFinding[];
  readonly hints: readonly CompositionFinding[];
}

const NOTHING_BUILT: BothBuilt = { versions: null, errors: [], hints: [] };

function buildBoth(before: GraphSource, after: GraphSource): BothBuilt {
  const base = buildVersion(before);
  const candidate = buildVersion(after, newLinesOf(before, after));
  const isBuilt = base.version && candidate.version;
  return {
    versions: isBuilt ? { base: base.version, candidate: candidate.version } : null,
    errors: [...candidate.errors, ...base.errors],
    hints: candidate.hints,
  };
}

async function readApprovalsFile(
  folder: string,
  name: string | null | undefined,
): Promise<readonly Approval[]> {
  if (name === null) return [];
  const file = name ?? DEFAULT_APPROVALS;
  const location = path.resolve(folder, file);
  if (name === undefined && !existsSync(location)) return [];
  return readApprovals(await readTextFile(location, file), file);
}

async function readLint(folder: string, { lint, lintConfig }: CheckSources): Promise<LintConfig | undefined> {
  if (lintConfig === undefined) return lint ? DEFAULT_LINT_CONFIG : undefined;
  const text = await readTextFile(path.resolve(folder, lintConfig), lintConfig);
  const { config, errors } = readLintConfig(text, lintConfig);
  if (config) return config;
  throw new InputError(errors.map((error) => ({ ...error, code: 'LINT_CONFIG_INVALID' as const })));
}

function findingsOf(settled: PromiseSettledResult<unknown>): readonly CompositionFinding[] {
  if (settled.status === 'fulfilled') return [];
  if (settled.reason instanceof InputError) return settled.reason.findings;
  throw settled.reason;
}

function valueOf<T>(settled: PromiseSettledResult<T>): T | undefined {
  return settled.status === 'fulfilled' ? settled.value : undefined;
}

/** After all errors were looked at. */
function mustHave<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'fulfilled') return settled.value;
  throw settled.reason;
}
