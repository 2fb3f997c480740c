import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { packageRoot } from '../../subgraphs/kit/package-root';
import { composeSupergraph } from '../kit/gateway-subgraphs';
import { createMonolith, type Monolith } from './graph/monolith';
import { stubSubgraphs } from './graph/stub-subgraphs';
import { type Cell } from './cell';
import { BodiesDiffer } from './measure/equal-bodies';
import { type CheckedGateway, openCell } from './open-cell';
import { createParts, type Parts } from './process/part';
import { startStubServers, type StubServers } from './stubs/stub-servers';

const CELL: Cell = { work: 'tiny', class: 'none', delayMs: 0, gateways: ['ours'] };

let folder: string;
let stubs: StubServers;
let supergraph: string;
let parts: Parts;

beforeAll(async () => {
  if (!existsSync(path.join(packageRoot(), 'dist/cli/main.js')))
    throw new Error('dist/ is missing: run "npm run build" first');
  folder = mkdtempSync(path.join(os.tmpdir(), 'lastmile-open-cell-'));
  stubs = await startStubServers(stubSubgraphs());
  const urls = Object.entries(stubs.urls).map(([name, url]) => ({ name, url }));
  supergraph = composeSupergraph(stubSubgraphs(), urls);
  writeFileSync(path.join(folder, 'supergraph.graphql'), supergraph);
});
beforeEach(() => void (parts = createParts()));
afterEach(() => parts.stopAll());
afterAll(async () => {
  await stubs.close();
  rmSync(folder, { recursive: true });
});

/** Opens the cell with subgraphs in this process. */
function open(monolith: Monolith): Promise<readonly CheckedGateway[]> {
  const inProcess = {
    urls: stubs.urls,
    calls: async () => stubs.calls(),
    setDelay: async () => undefined,
    recordDuring: async () => [],
  };
  return openCell({ parts, stubs: inProcess, monolith }, CELL, {
    folder,
    supergraphFile: path.join(folder, 'supergraph.graphql'),
    sharing: 'none',
    nodeFlags: [],
  });
}

describe('a cell', () => {
  it('opens when the gateway answers what the monolith does', async () => {
    const [gateway] = await open(createMonolith(supergraph));
    expect(gateway).toMatchObject({ name: 'ours', answerBytes: 41 });
  });

  it('does not open when the gateway answers anything else', async () => {
    const wrong: Monolith = async () => ({ data: { onDuty: { name: 'Somebody Else' } } });
    const refusal = await open(wrong).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(BodiesDiffer);
    expect(String(refusal)).toContain('monolith and ours: the answers differ at $.data.onDuty.name');
  });
});
