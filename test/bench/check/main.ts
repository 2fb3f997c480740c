import { applyUsage } from '../../../schema/usage/apply-usage';
import { checkPlans } from '../../../schema/plans/compare-plans';
import { type GraphVersion } from '../../../schema/check/graph-version';
import { composedVersion, ownSubgraphs } from '../../kit/composed-version';
import { recordedOperations } from './recorded-operations';

// npm run bench:check -- [number of operations]: how long a check of recorded operations takes, and how much memory.

const OPERATIONS = 10_000;

async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? OPERATIONS);
  const root = process.cwd();
  const subgraphs = ownSubgraphs(root);
  const base = composedVersion(subgraphs);
  const { images = '' } = subgraphs;
  const edited = images.replace(/^type Image\b[^{]*{/m, '$&\n  benchOnly: String');
  if (edited === images) throw new Error('the subgraph of images has no type Image to change');
  const candidate = composedVersion({ ...subgraphs, images: edited });
  say(`${count} distinct operations over the telco graph, two planning threads`);
  await run('the same graph', base, base, count, false);
  await run('one field added', base, candidate, count, false);
  await run('all planned in both versions', base, candidate, count, true);
}

async function run(
  name: string,
  base: GraphVersion,
  candidate: GraphVersion,
  count: number,
  planAll: boolean,
): Promise<void> {
  const operations = recordedOperations(process.cwd(), count);
  const startedAt = performance.now();
  const changes = applyUsage([], base, candidate, operations);
  const usedAt = performance.now();
  const { plans, findings } = await checkPlans(base, candidate, operations, { planAll });
  const endedAt = performance.now();
  const usage = (usedAt - startedAt) / 1_000;
  const planning = (endedAt - usedAt) / 1_000;
  const peakMb = process.resourceUsage().maxRSS / 1_024;
  const perSecond = count / (usage + planning);
  say(
    `${name}: usage ${usage.toFixed(1)} s, plans ${planning.toFixed(1)} s, ${perSecond.toFixed(0)} operations/s, ` +
      `peak ${peakMb.toFixed(0)} MB; ${plans.length} plans, ${changes.length + findings.length} findings`,
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
