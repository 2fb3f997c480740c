import { createHash, createHmac } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createTokenMint, hmacSigner } from '../kit/gateway-tokens';
import { readJson } from '../kit/gateway-json';
import { shop } from '../kit/gateway-shop';
import { listen, stop } from '../kit/gateway-subgraphs';
import { startGatewayWorld, type GatewayWorld } from '../kit/gateway-world';

// Loaded as the gateway loads it: the package is an ES module.
const jose = import('jose');
const mint = createTokenMint();
const secret = Buffer.alloc(32, 7);
let world: GatewayWorld;

beforeAll(async () => {
  world = await startGatewayWorld(shop(), (folder) => {
    const keys = join(folder, 'envelope.json');
    writeFileSync(keys, JSON.stringify({ current: 'e1', keys: { e1: secret.toString('base64url') } }));
    return { identity: mint.identity(folder), envelope: { keys }, headers: { forward: ['x-trace'] } };
  });
});
afterAll(() => world.close());

const QUERY = '{ person(id: "1") { id } }';

function envelopeOf(header: unknown): Record<string, unknown> {
  const [head, payload, signature] = String(header).split('.');
  const expected = createHmac('sha256', secret).update(`${head}.${payload}`).digest('base64url');
  expect(signature).toBe(expected);
  return readJson(Buffer.from(payload ?? '', 'base64url').toString());
}

test('a good token is accepted, and no token is the anonymous caller', async () => {
  expect((await world.ask(QUERY, { headers: mint.bearer() })).status).toBe(200);
  expect((await world.ask(QUERY)).status).toBe(200);
});

test.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('tokens may be signed with %s', async (algorithm) => {
  const { exportJWK, generateKeyPair, SignJWT } = await jose;
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const keySet = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: algorithm }] };
  const signed = await startGatewayWorld(shop(), (folder) => {
    writeFileSync(join(folder, 'set.json'), JSON.stringify(keySet));
    return { identity: { jwks: join(folder, 'set.json'), issuer: 'test', audience: ['other', 'lastmile'] } };
  });
  const token = await new SignJWT({ scope: 'a' })
    .setProtectedHeader({ alg: algorithm, kid: 'k' })
    .setIssuer('test')
    .setAudience('lastmile')
    .setExpirationTime('1m')
    .sign(privateKey);
  expect((await signed.ask(QUERY, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  expect((await signed.ask(QUERY, { headers: { authorization: `Bearer ${token}x` } })).status).toBe(401);
  await signed.close();
});

describe('a bad token is 401 without a reason and without asking a subgraph', () => {
  const past = Math.floor(Date.now() / 1_000) - 60;
  const cases: [string, string][] = [
    ['unsigned (alg none)', mint.token({ alg: 'none' }, {}, () => '')],
    ['HS256 signed with the public key', mint.token({ alg: 'HS256' }, {}, hmacSigner(mint.publicPem))],
    [
      'HS256 signed with the key set',
      mint.token({ alg: 'HS256' }, {}, hmacSigner(JSON.stringify(mint.keySet.keys[0]))),
    ],
    ['of another key under the same name', createTokenMint().token({}, {})],
    ['of an unknown key', mint.token({ kid: 'other' }, {})],
    ['expired', mint.token({}, { exp: past })],
    ['without an expiry', mint.token({}, { exp: undefined })],
    ['not valid yet', mint.token({}, { nbf: past + 600 })],
    ['of another issuer', mint.token({}, { iss: 'other' })],
    ['for another audience', mint.token({}, { aud: 'other' })],
    ['with a tenant that is no text', mint.token({}, { tenant: ['a'] })],
    ['that is no token', 'nonsense'],
    ['empty', ''],
    ['of 20 KB', 'a'.repeat(10_000)],
  ];
  test.each(cases)('%s', async (_name, token) => {
    const before = world.subgraph('people').seen.length;
    const { status, headers, body } = await world.ask(QUERY, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer error="invalid_token"']);
    expect(body).toEqual({
      errors: [{ message: 'Authentication is required.', extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(world.subgraph('people').seen.length).toBe(before);
  });

  test('another scheme', async () => {
    expect((await world.ask(QUERY, { headers: { authorization: 'Basic YTpi' } })).status).toBe(401);
  });
});

test('a subgraph gets the identity in an envelope bound to it and to the body', async () => {
  const claims = { client: 'portal', tenant: 'pub-1', scope: 'images:write  a:b' };
  await world.ask(QUERY, { headers: mint.bearer(claims) });
  const seen = world.subgraph('people').seen.at(-1);
  const envelope = envelopeOf(seen?.headers['x-lastmile-identity']);
  expect(envelope).toMatchObject({
    iss: 'lastmile-gateway',
    aud: 'people',
    sub: 'someone',
    client: 'portal',
    tenant: 'pub-1',
    scopes: ['images:write', 'a:b'],
    bodyHash: createHash('sha256')
      .update(seen?.body ?? '')
      .digest('base64url'),
  });
  expect(Number(envelope.exp) - Number(envelope.iat)).toBe(30);
});

test('an anonymous caller is anonymous in the envelope, whatever headers it sends', async () => {
  const headers = { 'x-lastmile-identity': 'forged', connection: 'x-lastmile-identity' };
  await world.ask(QUERY, { headers: { 'x-lastmile-identity': headers['x-lastmile-identity'] } });
  const envelope = envelopeOf(world.subgraph('people').seen.at(-1)?.headers['x-lastmile-identity']);
  expect(envelope).toMatchObject({ sub: null, client: null, tenant: null, scopes: [] });
});

test('only allowed headers and the request id reach a subgraph', async () => {
  const sent = { 'x-trace': 't1', cookie: 'a=b', 'x-other': 'no', 'x-request-id': 'abc', ...mint.bearer() };
  const { headers } = await world.ask(QUERY, { headers: sent });
  const seen = world.subgraph('people').seen.at(-1)?.headers;
  expect(seen).toMatchObject({ 'x-trace': 't1', 'x-request-id': 'abc' });
  expect([seen?.cookie, seen?.authorization, seen?.['x-other']]).toEqual([undefined, undefined, undefined]);
  expect(headers.get('x-request-id')).toBe('abc');
});

describe('a token that was found good', () => {
  const status = async (of: GatewayWorld, authorization: string): Promise<number> =>
    (await of.ask(QUERY, { headers: { authorization } })).status;
  const until = async (condition: () => Promise<boolean>): Promise<void> => {
    const deadline = Date.now() + 15_000;
    while (!(await condition()) && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 100));
  };

  test('names the same caller again, and no other text is taken for it', async () => {
    const { authorization } = mint.bearer({ client: 'portal', tenant: 'pub-1', scope: 'a' });
    for (let count = 0; count < 3; count += 1) {
      expect(await status(world, authorization)).toBe(200);
      const seen = world.subgraph('people').seen.at(-1);
      const envelope = envelopeOf(seen?.headers['x-lastmile-identity']);
      expect(envelope).toMatchObject({ client: 'portal', tenant: 'pub-1', scopes: ['a'] });
    }
    expect(await status(world, `${authorization.slice(0, -10)}AAAAAAAAAA`)).toBe(401);
    expect(await status(world, `${authorization}.x`)).toBe(401);
  });

  test('is refused when it has expired', async () => {
    const strict = await startGatewayWorld(shop(), (folder) => ({
      identity: { ...mint.identity(folder), clockToleranceSeconds: 0 },
    }));
    const expiresAt = Math.floor(Date.now() / 1_000) + 3;
    const { authorization } = mint.bearer({ exp: expiresAt });
    expect(await status(strict, authorization)).toBe(200);
    await until(async () => (await status(strict, authorization)) === 401);
    expect(await status(strict, authorization)).toBe(401);
    expect(Date.now() / 1_000).toBeGreaterThanOrEqual(expiresAt);
    expect(Date.now() / 1_000).toBeLessThan(expiresAt + 10);
    await strict.close();
  });

  test('is refused when its key is taken away', async () => {
    const changing = await startGatewayWorld(shop(), (folder) => ({ identity: mint.identity(folder) }));
    const { authorization } = mint.bearer();
    expect(await status(changing, authorization)).toBe(200);
    writeFileSync(join(changing.folder, 'next.json'), JSON.stringify(createTokenMint().keySet));
    renameSync(join(changing.folder, 'next.json'), join(changing.folder, 'jwks.json'));
    await until(async () => (await status(changing, authorization)) === 401);
    expect(await status(changing, authorization)).toBe(401);
    await changing.close();
  });
});

test('a rotated envelope key is used without a restart', async () => {
  const next = Buffer.alloc(32, 9);
  const keys = { current: 'e2', keys: { e1: secret.toString('base64url'), e2: next.toString('base64url') } };
  writeFileSync(join(world.folder, 'next.json'), JSON.stringify(keys));
  renameSync(join(world.folder, 'next.json'), join(world.folder, 'envelope.json'));
  const keyId = async (): Promise<unknown> => {
    await world.ask(QUERY);
    const [head] = String(world.subgraph('people').seen.at(-1)?.headers['x-lastmile-identity']).split('.');
    return readJson<{ kid: unknown }>(Buffer.from(head ?? '', 'base64url').toString()).kid;
  };
  const deadline = Date.now() + 10_000;
  while ((await keyId()) !== 'e2' && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await keyId()).toBe('e2');
});

test('without an identity section everyone is anonymous and tokens are not looked at', async () => {
  const open = await startGatewayWorld(shop());
  expect((await open.ask(QUERY, { headers: { authorization: 'Bearer nonsense' } })).status).toBe(200);
  await open.close();
});

test('keys may come from a URL, which a flood of unknown key ids does not load again and again', async () => {
  let loads = 0;
  const provider = createServer((_request, response) => {
    loads += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(mint.keySet));
  });
  await listen(provider);
  const jwks = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/keys`;
  const remote = await startGatewayWorld(shop(), {
    identity: { jwks, issuer: 'test', audience: 'lastmile' },
  });
  expect((await remote.ask(QUERY, { headers: mint.bearer() })).status).toBe(200);
  for (let count = 0; count < 20; count += 1) {
    const token = mint.token({ kid: `k${count + 2}` }, {});
    expect((await remote.ask(QUERY, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  }
  expect(loads).toBe(1);
  await remote.close();
  await stop(provider);
});
