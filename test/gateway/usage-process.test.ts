import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireBuild, startGatewayProcess } from '../kit/gateway-process';
import { shop } from '../kit/gateway-shop';
import { startGatewayWorld, type GatewayWorld } from '../kit/gateway-world';

jest.setTimeout(120_000);

let world: GatewayWorld;

beforeAll(async () => {
  requireBuild();
  world = await startGatewayWorld(shop());
});
afterAll(() => world.close());

function configure(file: string): string {
  const config = join(world.folder, 'gateway.yaml');
  // A path in the file is relative to the file.
  writeFileSync(config, `usage: { file: ${file} }\n`);
  return config;
}

async function ask(url: string, query: string): Promise<number> {
  const body = JSON.stringify({ query });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  await response.text();
  return response.status;
}

test('several workers write whole lines into one file, and what is left when they stop', async () => {
  const args = [
    '--supergraph',
    world.supergraphFile,
    '--config',
    configure('usage.ndjson'),
    '--workers',
    '2',
  ];
  const gateway = await startGatewayProcess(args);
  const queries = Array.from({ length: 100 }, (_, number) => `query Q${number} { people { id } }`);
  const statuses = await Promise.all(queries.map((query) => ask(gateway.url, query)));
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(await gateway.stop()).toBe(0);
  const lines = readFileSync(join(world.folder, 'usage.ndjson'), 'utf8').trimEnd().split('\n');
  const read = lines.map((line) => JSON.parse(line) as { operation: string; count: number });
  expect(new Set(read.map(({ operation }) => operation)).size).toBe(100);
  expect(read.reduce((sum, { count }) => sum + count, 0)).toBe(100);
});

test('a file that cannot be written ends the start with a clear message', async () => {
  const args = ['--supergraph', world.supergraphFile, '--config', configure('missing/usage.ndjson')];
  await expect(startGatewayProcess(args)).rejects.toThrow(
    /The usage file .*missing\/usage.ndjson cannot be written: ENOENT/,
  );
});
