import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkConfig, loadConfig } from '../../gateway/config';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(text: string): string {
  const file = join(folder, 'gateway.yaml');
  writeFileSync(file, text);
  return file;
}

test('flags beat the environment, which beats the file, which beats the default', () => {
  const file = fileOf(
    'supergraph: s.graphql\nport: 1001\nhost: 10.0.0.1\ntraffic: { subgraphTimeoutMs: 7 }\n',
  );
  const environment = { LASTMILE_GATEWAY_PORT: '1002', LASTMILE_GATEWAY_HOST: '10.0.0.2' };
  const config = loadConfig({ file, environment, flags: { port: 1003 } });
  expect([config.port, config.host, config.traffic.subgraphTimeoutMs]).toEqual([1003, '10.0.0.2', 7]);
  expect([config.introspection, config.traffic.share, config.limits.public.depth]).toEqual([
    true,
    'none',
    12,
  ]);
});

test('paths in the file are relative to the file, URLs stay', () => {
  const text =
    'supergraph: s.graphql\nidentity: { jwks: ./jwks.json, issuer: i, audience: a }\nenvelope: { keys: keys/e.json }\n';
  const config = loadConfig({ file: fileOf(text) });
  expect([config.supergraph, config.identity?.jwks, config.envelope?.keys]).toEqual([
    join(folder, 's.graphql'),
    join(folder, 'jwks.json'),
    join(folder, 'keys', 'e.json'),
  ]);
  const remote = loadConfig({
    file: fileOf('supergraph: s\nidentity: { jwks: https://id.example/keys, issuer: i, audience: a }'),
  });
  expect(remote.identity?.jwks).toBe('https://id.example/keys');
});

test.each([
  ['unknown: 1', 'unknown key "unknown"'],
  ['traffic: { timeout: 1 }', 'unknown key "traffic.timeout"'],
  ['limits: { public: { depht: 3 } }', 'unknown key "limits.public.depht"'],
  ['clients: { billing: {} }', 'unknown key "clients.billing"'],
  ['port: 70000', '"port"'],
  ['identity: { jwks: a, issuer: i, audience: a, algorithms: [HS256] }', '"identity.algorithms.0"'],
  ['identity: { jwks: a }', '"identity.issuer"'],
  ['headers: { forward: [host] }', '"headers.forward.0"'],
  ['headers: { forward: [X-Lastmile-Identity] }', '"headers.forward.0"'],
  ['subgraphs: { a: { url: "file:///etc/passwd" } }', '"subgraphs.a.url"'],
  ['[1]', 'must hold a mapping'],
  ['a: [', 'is not YAML'],
])('"%s" is a mistake that is named', (text, message) => {
  expect(() =>
    loadConfig({ file: fileOf(text.includes('[1]') || text === 'a: [' ? text : `supergraph: s\n${text}`) }),
  ).toThrow(message);
});

test('a missing file and a missing supergraph are named', () => {
  expect(() => loadConfig({ file: join(folder, 'none.yaml') })).toThrow('none.yaml cannot be read');
  expect(() => checkConfig({})).toThrow('"supergraph"');
});
