import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { shop } from '../../kit/gateway-shop';
import { startGatewayWorld, type GatewayWorld } from '../../kit/gateway-world';

// A process of its own: which certificates are trusted is decided when it starts.
const MAIN = join(__dirname, '../../../dist/cli/main.js');
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

let world: GatewayWorld;
let server: Http2SecureServer;
const versions: string[] = [];

beforeAll(async () => {
  if (!existsSync(MAIN)) throw new Error('dist/ is missing: run "npm run build" first');
  world = await startGatewayWorld(shop());
  if (!hasOpenssl) return;
  const [key, cert] = [join(world.folder, 'key.pem'), join(world.folder, 'cert.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', key, '-out', cert];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...names, ...files];
  execFileSync('openssl', request, { stdio: 'ignore' });
  server = createSecureServer(
    { key: readFileSync(key), cert: readFileSync(cert), allowHTTP1: true },
    (incoming, response) => {
      versions.push(incoming.httpVersion);
      incoming.resume();
      incoming.once('end', () => response.end('{"data":{"echo":"x"}}'));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await world.close();
  server?.close();
});

/** Starts a gateway that trusts the certificate of the subgraph. */
async function start(http2: boolean): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const port = (server.address() as AddressInfo).port;
  const config = join(world.folder, 'gateway.yaml');
  const subgraphs = { people: { url: `https://localhost:${port}/` } };
  const settings = { supergraph: world.supergraphFile, port: 0, traffic: { http2 }, subgraphs };
  writeFileSync(config, JSON.stringify(settings));
  const child = spawn(process.execPath, [MAIN, 'gateway', '--config', config], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: join(world.folder, 'cert.pem') },
  });
  const [message] = (await once(child, 'message')) as [{ url: string }];
  return { child, url: message.url };
}

(hasOpenssl ? test : test.skip).each([
  [true, '2.0'],
  [false, '1.1'],
])('with "http2: %s" a subgraph that speaks both is asked in HTTP/%s', async (http2, version) => {
  versions.length = 0;
  const { child, url } = await start(http2);
  const ask = async (): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query: '{ echo(text: "x") }' });
    return (await fetch(url, { method: 'POST', headers, body })).json();
  };
  const answers = await Promise.all(Array.from({ length: 20 }, ask));
  expect(answers).toEqual(Array.from({ length: 20 }, () => ({ data: { echo: 'x' } })));
  expect(versions).toEqual(Array.from({ length: 20 }, () => version));
  child.kill('SIGTERM');
  await once(child, 'exit');
});
