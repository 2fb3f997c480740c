import { createTokenMint, hmacSigner } from '../kit/gateway-tokens';
import {
  errorsOf,
  expectRefusal,
  JSON_BODY,
  startHostileWorld,
  type HostileWorld,
  type Outcome,
} from '../kit/hostile-world';

const mint = createTokenMint();
let world: HostileWorld;
beforeAll(async () => {
  world = await startHostileWorld((folder) => ({ identity: mint.identity(folder) }));
});
afterAll(() => world.close());

const QUERY = '{ book(id: "1") { id } }';
const ask = (authorization: string): Promise<Outcome> =>
  world.operation(QUERY, { headers: { ...JSON_BODY, authorization } });

describe('A-01: a token that is not good', () => {
  const now = Math.floor(Date.now() / 1_000);
  const rows: [string, string][] = [
    ['alg none', `Bearer ${mint.token({ alg: 'none' }, {}, () => '')}`],
    ['alg None', `Bearer ${mint.token({ alg: 'None' }, {}, () => '')}`],
    ['no signature', `Bearer ${mint.token({}, {}, () => '')}`],
    ['HS256 by the public key', `Bearer ${mint.token({ alg: 'HS256' }, {}, hmacSigner(mint.publicPem))}`],
    ['HS256 by nothing', `Bearer ${mint.token({ alg: 'HS256' }, {}, hmacSigner(''))}`],
    ['another key', `Bearer ${createTokenMint().token({}, {})}`],
    ['an unknown key id', `Bearer ${mint.token({ kid: 'k2' }, {})}`],
    ['a key id that is a path', `Bearer ${mint.token({ kid: '../../etc/passwd' }, {})}`],
    ['a key id that is a prototype', `Bearer ${mint.token({ kid: '__proto__' }, {})}`],
    ['a key of its own', `Bearer ${mint.token({ jwk: mint.keySet.keys[0], kid: undefined, alg: 'HS256' }, {}, hmacSigner('x'))}`], // prettier-ignore
    [
      'a key set of its own',
      `Bearer ${createTokenMint().token({ jku: 'http://evil.example/jwks.json' }, {})}`,
    ],
    ['a critical extension', `Bearer ${mint.token({ crit: ['x'], x: 1 }, {})}`],
    ['expired', `Bearer ${mint.token({}, { exp: now - 60 })}`],
    ['an expiry that is text', `Bearer ${mint.token({}, { exp: String(now + 60) })}`],
    ['no expiry', `Bearer ${mint.token({}, { exp: undefined })}`],
    ['not valid yet', `Bearer ${mint.token({}, { nbf: now + 600 })}`],
    ['another issuer', `Bearer ${mint.token({}, { iss: 'other' })}`],
    ['no issuer', `Bearer ${mint.token({}, { iss: undefined })}`],
    ['another audience', `Bearer ${mint.token({}, { aud: 'other' })}`],
    ['no audience', `Bearer ${mint.token({}, { aud: undefined })}`],
    ['another scheme', 'Basic YTpi'],
    ['no scheme', mint.token({}, {})],
    ['no token', 'Bearer'],
    ['two tokens', `${mint.bearer().authorization}, ${mint.bearer().authorization}`],
    ['a tail', `${mint.bearer().authorization}.x`],
    ['12 KB', `Bearer ${'a'.repeat(12_000)}`],
  ];
  test.each(rows)('%s', async (_name, authorization) => {
    const outcome = await ask(authorization);
    expectRefusal(outcome, 401, 'UNAUTHENTICATED');
    expect(outcome.headers['www-authenticate']).toMatch(/^Bearer/);
    // No reason: neither what is wrong nor with which key.
    expect(errorsOf(outcome)[0]?.message).toBe('Authentication is required.');
  });

  test('is 401 before its body, its document or its method are looked at further', async () => {
    const headers = { ...JSON_BODY, authorization: 'Bearer x' };
    for (const body of ['{', '{"query":"{"}', JSON.stringify({ query: '{ nothing }' })]) {
      expectRefusal(await world.attack({ headers, body }), 401, 'UNAUTHENTICATED');
    }
  });
});

test('A-05: 400 tokens with key ids of their own are 401 each, and cheap', async () => {
  const outcomes: Outcome[] = [];
  for (let count = 0; count < 400; count += 50) {
    outcomes.push(
      ...(await Promise.all(
        Array.from({ length: 50 }, (_, n) => ask(`Bearer ${mint.token({ kid: `flood${count + n}` }, {})}`)),
      )),
    );
  }
  expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set([401]));
  expect((await ask(mint.bearer().authorization)).status).toBe(200);
});
