import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
// What every start loads first.
import '../../gateway/main';
import { shop } from '../kit/gateway-shop';
import { openStream } from '../kit/gateway-streams';
import { startGatewayWorld, type GatewayWorld } from '../kit/gateway-world';

// The process as it is shipped: compiled, which `npm test` does first.
const MAIN = join(__dirname, '../../dist/cli/main.js');
let world: GatewayWorld;

beforeAll(async () => {
  if (!existsSync(MAIN)) throw new Error('dist/ is missing: run "npm run build" first');
  world = await startGatewayWorld(shop());
});
afterAll(() => world.close());

/** Starts the gateway as a child with an IPC channel and waits until it says where it listens. */
async function start(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const args = [MAIN, 'gateway', '--supergraph', world.supergraphFile, '--port', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [message] = (await once(child, 'message')) as [{ type: string; url: string }];
  expect(message.type).toBe('ready');
  return { child, url: message.url };
}

test.each([
  ['the message stop', (child: ChildProcess) => void child.send({ type: 'stop' })],
  ['the end of its supervisor', (child: ChildProcess) => child.disconnect()],
  ['SIGTERM', (child: ChildProcess) => void child.kill('SIGTERM')],
])('a child serves until %s, and exits with 0 having completed its subscriptions', async (_name, stop) => {
  const { child, url } = await start();
  const stream = await openStream(url, 'subscription { tick(everyMs: 30000) { id } }');
  // Ctrl-C reaches the whole group, but the supervisor decides.
  child.kill('SIGINT');
  expect((await fetch(new URL('/ready', url))).status).toBe(200);
  stop(child);
  const [code] = await once(child, 'exit');
  expect([code, (await stream.rest()).map(({ type }) => type)]).toEqual([0, ['complete']]);
});

test('nothing is reported to the vendor of the packages', () => {
  expect(process.env.APOLLO_TELEMETRY_DISABLED).toBe('1');
});
