import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../../subgraphs/kit/package-root';
import { composeSupergraph } from '../../kit/gateway-subgraphs';
import { type Part } from '../process/part';
import { GIANT_SDL, startGiantSubgraph } from './giant-subgraph';
import { forgetPeak, residentMegabytes } from './resident-memory';
import { type SoakWorld } from './soak-world';

/** What one kind of giant answers came to. */
export interface GiantsReport {
  /** So many at once. */
  readonly giants: number;
  /** How much more memory the gateway had at most while they came than before. */
  readonly addedMegabytes: number;
  /** An answer that did not say what it should; null when all did. */
  readonly wrongAnswer: string | null;
}

/** So that what is made once has been made. */
const ORDINARY_REQUESTS = 300;
const SETTINGS = {
  port: 0,
  // All of them are to be read, however long that takes.
  traffic: { breaker: false, subgraphTimeoutMs: 60_000, requestTimeoutMs: 90_000 },
};

/** Lets a subgraph answer with a gigabyte: once, then as often at once as `giants` says. Needs Linux (`/proc`). */
export async function runGiants(
  { parts, folder }: SoakWorld,
  giants: number,
  tell: (done: number) => void,
): Promise<readonly GiantsReport[]> {
  const subgraph = await startGiantSubgraph();
  const supergraph = path.join(folder, 'giant.graphql');
  const config = path.join(folder, 'giants.yaml');
  writeFileSync(
    supergraph,
    composeSupergraph([{ name: 'giant', sdl: GIANT_SDL }], [{ name: 'giant', url: subgraph.url }]),
  );
  writeFileSync(config, JSON.stringify({ ...SETTINGS, supergraph }));
  const part = await parts.start({
    name: 'the gateway',
    entry: path.join(packageRoot(), 'dist/cli/main.js'),
    args: ['gateway', '--config', config],
  });
  const reports: GiantsReport[] = [];
  for (const count of giants > 1 ? [1, giants] : [giants]) {
    reports.push(await askForGiants(part, count));
    tell(count / giants);
  }
  await part.stop();
  await subgraph.close();
  if (subgraph.giants.completed > 0) throw new Error('a giant answer was read to its end');
  return reports;
}

async function askForGiants(part: Part, giants: number): Promise<GiantsReport> {
  const url = String(part.ready['url']);
  for (let count = 0; count < ORDINARY_REQUESTS; count += 1) await ask(url, '{ short }');
  const before = residentMegabytes(part.pid).now;
  forgetPeak(part.pid);
  const answers = await Promise.all(Array.from({ length: giants }, () => ask(url, '{ giant }')));
  return {
    giants,
    addedMegabytes: residentMegabytes(part.pid).peak - before,
    wrongAnswer: answers.find((answer) => !answer.includes('"SUBGRAPH_RESPONSE_TOO_LARGE"')) ?? null,
  };
}

async function ask(url: string, query: string): Promise<string> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return response.text();
}
