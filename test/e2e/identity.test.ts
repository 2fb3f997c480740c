import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { request } from 'undici';
import { readSigningKey } from '../../cli/keys/key-files';
import { mintToken } from '../../cli/keys/mint-token';
import { signEnvelope } from '../../subgraphs/kit/envelope';
import { type Product, type ProductAnswer, type Team, runLastmile, startProduct } from '../kit/product';

let product: Product;

beforeAll(async () => {
  product = await startProduct({ devices: 300 });
}, 150_000);

afterAll(() => product.remove());

const TEAMS: readonly Team[] = ['billing', 'provisioning', 'scheduling', 'portal'];
const REFUSED = ['UNAUTHENTICATED', 'FORBIDDEN', 'UNAUTHORIZED_FIELD_OR_TYPE'];

function refusals(answer: ProductAnswer<unknown>): (string | undefined)[] {
  return answer.errors
    .map(({ extensions }) => extensions?.code)
    .filter((code) => code === undefined || REFUSED.includes(code));
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The claims of a good token, signed by whoever is given. */
function forged(header: object, signText: (text: string) => string): string {
  const [, payload] = product.token('billing').split('.');
  const text = `${encode(header)}.${payload ?? ''}`;
  return `${text}.${signText(text)}`;
}

function keyId(): string {
  return readSigningKey(path.join(product.data, 'keys')).kid;
}

describe('a caller without a token', () => {
  it('reads the public catalogue', async () => {
    const answer = await product.ask<{ plans: unknown[]; images: { edges: unknown[] } }>(
      null,
      '{ plans { id name } images(first: 5) { edges { node { id name application { name publisher { name } } } } } }',
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data.plans.length).toBeGreaterThan(0);
    expect(answer.data.images.edges.length).toBeGreaterThan(0);
  });

  it.each([
    '{ subscribers(first: 1) { edges { node { id } } } }',
    '{ subscriber(id: "sub-000001") { id } }',
    '{ device(id: "dev-000001") { id } }',
    '{ regions { id } }',
    '{ placements(first: 1) { edges { node { id } } } }',
    '{ images(first: 1) { edges { node { rollout { running } } } } }',
  ])('gets null and an error, never data, for %s', async (query) => {
    const answer = await product.ask<Record<string, unknown> | null>(null, query);
    expect(refusals(answer).length).toBeGreaterThan(0);
    expect(JSON.stringify(answer.data ?? null)).not.toMatch(/"(id|running)":/);
  });

  it('executes nothing by a refused mutation', async () => {
    const serialNumber = randomUUID().slice(0, 12);
    const box = { oui: '0018E7', productClass: 'X', serialNumber, modelId: 'any', popId: 'pop-north-01' };
    const answer = await product.ask(
      null,
      'mutation ($in: [ImportDeviceInput!]!) { importDevices(input: $in, idempotencyKey: "k") { accepted } }',
      { in: [box] },
    );
    expect(refusals(answer).length).toBeGreaterThan(0);
    expect(JSON.stringify(answer.data ?? null)).not.toContain('accepted');
  });
});

describe('a bad token is answered 401 with a coded error', () => {
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const cases: Record<string, () => string | Promise<string>> = {
    'signed by a stranger': () =>
      forged({ alg: 'EdDSA', kid: keyId(), typ: 'JWT' }, (text) =>
        sign(null, Buffer.from(text), stranger).toString('base64url'),
      ),
    'with the algorithm none': () => forged({ alg: 'none', typ: 'JWT' }, () => ''),
    'signed with the public key as a shared secret': () =>
      forged({ alg: 'HS256', kid: keyId(), typ: 'JWT' }, (text) =>
        createHmac('sha256', readFileSync(path.join(product.data, 'keys/jwks.json')))
          .update(text)
          .digest('base64url'),
      ),
    expired: () =>
      mintToken(readSigningKey(path.join(product.data, 'keys')), {
        client: 'billing',
        ttlSeconds: 60,
        now: new Date(Date.now() - 3_600_000),
      }),
    'cut short': () => product.token('billing').slice(0, -10),
    'that is no token': () => 'hello',
  };

  it.each(Object.keys(cases))('%s', async (name) => {
    const token = await cases[name]!();
    for (const query of ['{ plans { id } }', '{ regions { id } }']) {
      const answer = await product.askWith(token, query);
      expect(answer.status).toBe(401);
      expect(answer.errors[0]?.extensions?.code).toBe('UNAUTHENTICATED');
      expect(answer.data ?? null).toBeNull();
    }
  });
});

describe('the scopes of each team', () => {
  const nobody = `nobody-${randomUUID()}`;
  const [from, to] = [-10, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
  const range = `from: "${from}", to: "${to}"`;
  const doors: readonly (readonly [scope: string, opens: readonly Team[], document: string])[] = [
    ['billing:read', ['billing'], '{ subscribers(first: 1) { edges { node { billingAccount { balance { amount } } } } } }'],
    ['billing:read', ['billing'], `{ usageRecords(${range}, first: 1) { edges { cursor } } }`],
    ['billing:read', ['billing'], `{ usageBuckets(${range}, groupBy: SUBSCRIBER, first: 1) { edges { cursor } } }`],
    ['billing:write', ['billing'], `mutation { adjustCharge(subscriberId: "${nobody}", usageRecordId: "u", amount: "-1.00", reason: "r", idempotencyKey: "${randomUUID()}") { __typename } }`],
    ['subscribers:write', ['billing'], `mutation { setSubscriberStatus(subscriberId: "${nobody}", status: SUSPENDED) { __typename } }`],
    ['subscribers:write', ['billing'], `mutation { changePlan(subscriptionId: "${nobody}", planId: "plan-lite", idempotencyKey: "${randomUUID()}") { __typename } }`],
    ['pii:read', ['billing', 'provisioning'], '{ subscribers(first: 1) { edges { node { party { displayName } } } } }'],
    ['devices:write', ['provisioning'], `mutation { importDevices(input: [], idempotencyKey: "${randomUUID()}") { accepted } }`],
    ['devices:write', ['provisioning'], `mutation { activateDevice(deviceId: "${nobody}", subscriberId: "s", ifVersion: 1) { __typename } }`],
    ['devices:write', ['provisioning'], `mutation { quarantineDevice(deviceId: "${nobody}", reason: "r", ifVersion: 1) { __typename } }`],
    ['devices:write', ['provisioning'], `mutation { retireDevice(deviceId: "${nobody}", ifVersion: 1) { __typename } }`],
    ['devices:write', ['provisioning'], `mutation { swapDevice(fromDeviceId: "${nobody}", toDeviceId: "o", ifVersion: 1) { __typename } }`],
    ['devices:write', ['provisioning'], `mutation { enqueueTask(deviceId: "${nobody}", kind: REBOOT) { __typename } }`],
    ['placements:schedule', ['scheduling'], `mutation { movePlacement(placementId: "${nobody}", consumerGeneration: 1) { __typename } }`],
    ['placements:schedule', ['scheduling'], `{ allocationCandidates(request: { imageId: "${nobody}" }) { searched } }`],
    ['placements:admin', ['scheduling'], `mutation { setInventories(deviceId: "${nobody}", providerGeneration: 1, inventories: []) { __typename } }`],
    ['images:write', ['portal'], `mutation { deactivateImage(imageId: "${nobody}", reason: "r") { __typename } }`],
    ['images:write', ['portal'], `mutation { reactivateImage(imageId: "${nobody}") { __typename } }`],
    ['images:write', ['portal'], `mutation { deleteImage(imageId: "${nobody}") { __typename } }`],
    ['images:write', ['portal'], `mutation { shareImage(imageId: "${nobody}", publisherId: "pub-hearth") { __typename } }`],
  ]; // prettier-ignore

  it.each(doors)('%s opens for %j: %s', async (_scope, opens, document) => {
    for (const team of TEAMS) {
      const answer = await product.ask<Record<string, unknown> | null>(team, document);
      expect(answer.status).toBeLessThan(500);
      // A partner may ask for subscribers, but finds none.
      const isEmpty = JSON.stringify(answer.data).includes('"edges":[]');
      const isOpen = refusals(answer).length === 0 && !isEmpty;
      expect({ team, isOpen }).toEqual({ team, isOpen: opens.includes(team) });
      if (!isOpen)
        expect(JSON.stringify(answer.data ?? null)).not.toMatch(/__typename":|amount|displayName":"/);
    }
  });

  it('are not mixed: only a portal gets a token for a publisher', () => {
    const args = ['token', '--client', 'billing', '--data', product.data, '--tenant', 'pub-lastmile'];
    expect(() => runLastmile(args)).toThrow(/TENANT_INVALID/);
  });
});

describe('a publisher', () => {
  interface Owned { images: { edges: { node: { id: string; owner: string; visibility: string } }[] } } // prettier-ignore
  const PRIVATE =
    '{ images(filter: { visibility: [PRIVATE] }, first: 100) { edges { node { id owner visibility } } } }';

  it('sees its own private images and not those of others', async () => {
    const mine = await product.ask<Owned>('portal', PRIVATE);
    const theirs = await product.askWith<Owned>(product.token('portal', '--tenant', 'pub-hearth'), PRIVATE);
    const owners = ({ data }: ProductAnswer<Owned>): string[] => [
      ...new Set(data.images.edges.map(({ node }) => node.owner)),
    ];
    expect(owners(mine)).toEqual(['pub-lastmile']);
    expect(owners(theirs)).toEqual(['pub-hearth']);
    const secret = theirs.data.images.edges[0]?.node.id;
    const peek = await product.ask<{ image: unknown }>('portal', `{ image(id: "${secret}") { id name } }`);
    expect(peek.data.image).toBeNull();
    const grab = await product.ask<{ deactivateImage: { __typename: string } }>(
      'portal',
      `mutation { deactivateImage(imageId: "${secret}", reason: "r") { __typename } }`,
    );
    expect(grab.data.deactivateImage.__typename).toBe('ImageNotFound');
    const anonymous = await product.ask<{ image: unknown }>(null, `{ image(id: "${secret}") { id } }`);
    expect(anonymous.data.image).toBeNull();
  });

  it.each([
    '{ subscribers(first: 1) { edges { node { id } } } }',
    '{ subscriber(id: "sub-000001") { id } }',
    '{ placements(first: 1) { edges { node { id } } } }',
    '{ devices(filter: {}, first: 1) { edges { node { id } } } }',
    '{ device(id: "dev-000001") { id } }',
    '{ pop(id: "pop-north-01") { devices(first: 1) { edges { node { id } } } } }',
    '{ images(first: 50) { edges { node { placements(first: 1) { edges { node { id } } } } } } }',
  ])('reaches no subscriber, box or placement: %s', async (query) => {
    const mine = await product.ask<unknown>('portal', query);
    expect(JSON.stringify(mine.data ?? null)).not.toMatch(/"node":\{"id"|"id":"(sub|dev)-/);
    // The same question is a good one when a team of the telco asks it.
    const theirs = await product.ask<unknown>('scheduling', query);
    expect(JSON.stringify(theirs.data)).toMatch(/"id":"/);
  });
});

describe('a subgraph that is called past the gateway', () => {
  const rooms = ['subscribers', 'devices', 'images', 'placements'];
  const call = async (url: string, method: 'GET' | 'POST', body: string | null, identity?: string) => {
    const response = await request(url, {
      method,
      headers: {
        ...(body !== null && { 'content-type': 'application/json' }),
        ...(identity !== undefined && { 'x-lastmile-identity': identity }),
      },
      body,
    });
    return { status: response.statusCode, text: await response.body.text() };
  };

  it.each(rooms)('answers 401 to everything without an envelope: %s', async (room) => {
    const url = product.subgraphUrl(room);
    const bodies = [
      '{"query":"{ _service { sdl } }"}',
      '{"query":"{ __typename }"}',
      '{"query":"{ _entities(representations: []) { __typename } }"}',
    ];
    for (const body of bodies) {
      const answer = await call(`${url}/graphql`, 'POST', body);
      expect(answer.status).toBe(401);
      expect(answer.text).not.toContain('type Query');
    }
    expect((await call(`${url}/events`, 'POST', '{"producer":"images","events":[]}')).status).toBe(401);
    expect((await call(`${url}/events`, 'POST', 'null')).status).toBe(401);
    expect((await call(`${url}/events`, 'POST', '[]')).status).toBe(401);
  });

  it('answers 401 at the doors of the fleet', async () => {
    const url = product.subgraphUrl('devices');
    expect((await call(`${url}/fleet/roster?limit=10`, 'GET', null)).status).toBe(401);
    expect((await call(`${url}/heartbeats`, 'POST', '{"beats":[]}')).status).toBe(401);
  });

  it('answers 401 to an envelope of a stranger, for another subgraph, of another body, or too old', async () => {
    const file = path.join(product.data, 'keys/envelope.json');
    // The file's shape is that of EnvelopeKeys.
    const keys = JSON.parse(readFileSync(file, 'utf8')) as Parameters<typeof signEnvelope>[0];
    const body = '{"query":"{ __typename }"}';
    const caller = { subject: 's', client: 'billing', tenant: null, scopes: [] };
    const good = {
      issuer: 'lastmile-gateway',
      audience: 'devices',
      caller,
      body: Buffer.from(body),
      now: new Date(),
    };
    const stranger = {
      current: keys.current,
      keys: { [keys.current]: Buffer.alloc(32).toString('base64url') },
    };
    const envelopes = {
      good: signEnvelope(keys, good),
      stranger: signEnvelope(stranger, good),
      elsewhere: signEnvelope(keys, { ...good, audience: 'images' }),
      body: signEnvelope(keys, { ...good, body: Buffer.from('{}') }),
      old: signEnvelope(keys, { ...good, now: new Date(Date.now() - 120_000) }),
      issuer: signEnvelope(keys, { ...good, issuer: 'lastmile-fleet' }),
    };
    const url = `${product.subgraphUrl('devices')}/graphql`;
    const answers = Object.entries(envelopes).map(async ([name, envelope]) => {
      const { status } = await call(url, 'POST', body, envelope);
      return [name, status];
    });
    expect(Object.fromEntries(await Promise.all(answers))).toEqual({
      good: 200, stranger: 401, elsewhere: 401, body: 401, old: 401, issuer: 401,
    }); // prettier-ignore
  });
});

describe('a team', () => {
  it.each(TEAMS)('introspects the graph: %s', async (team) => {
    const answer = await product.ask<{ __schema: { types: unknown[] } }>(
      team,
      '{ __schema { types { name } } }',
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data.__schema.types.length).toBeGreaterThan(50);
  });

  it('runs 200 requests at once and every one succeeds', async () => {
    const query =
      '{ subscribers(first: 2) { edges { node { id devices(first: 1) { edges { node { id reachability placements(first: 1) { edges { node { state image { name } } } } } } } } } } }';
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => product.ask<{ subscribers: { edges: unknown[] } }>('billing', query)),
    );
    expect(answers.filter(({ status, errors }) => status !== 200 || errors.length > 0)).toEqual([]);
    expect(answers.every(({ data }) => data.subscribers.edges.length === 2)).toBe(true);
  }, 60_000);
});
