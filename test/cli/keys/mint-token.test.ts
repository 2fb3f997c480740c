import type { JWTVerifyResult } from 'jose' with { 'resolution-mode': 'import' };
import { type ClientName } from '../../../cli/keys/clients';
import { mintToken } from '../../../cli/keys/mint-token';
import { type PublicKey, createSigningKey, publicKeyOf } from '../../../cli/keys/signing-key';
import { LOCAL_AUDIENCE, LOCAL_ISSUER, type TokenRequest, tokenClaims } from '../../../cli/keys/token-claims';

const NOW = new Date('2026-03-01T12:00:00.750Z');

function request(client: ClientName, rest: Partial<TokenRequest> = {}): TokenRequest {
  return { client, ttlSeconds: 3_600, now: NOW, ...rest };
}

describe('a token', () => {
  it.each([
    ['billing', 'billing:read billing:write subscribers:write pii:read', undefined],
    ['provisioning', 'devices:write pii:read', undefined],
    ['scheduling', 'placements:schedule placements:admin', undefined],
    ['portal', 'images:write', 'pub-one'],
  ] as const)(
    'of %s is verified by the public key and carries exactly its scopes',
    async (client, scope, tenant) => {
      const key = createSigningKey();
      const token = await mintToken(key, request(client, { tenant }));
      const { payload, protectedHeader } = await verify(token, publicKeyOf(key), NOW);
      expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: key.kid, typ: 'JWT' });
      expect(payload).toEqual({
        iss: 'lastmile-local',
        aud: 'lastmile',
        sub: `team-${client}`,
        client,
        scope,
        ...(tenant ? { tenant } : {}),
        iat: 1_772_366_400,
        exp: 1_772_370_000,
      });
    },
  );

  it('is refused after its time and under another key', async () => {
    const [key, other] = [createSigningKey(), createSigningKey()];
    const token = await mintToken(key, request('billing'));
    const later = new Date(NOW.getTime() + 3_600_000);
    await expect(verify(token, publicKeyOf(key), later)).rejects.toThrow(/exp/);
    await expect(verify(token, { ...publicKeyOf(other), kid: key.kid }, NOW)).rejects.toThrow(/signature/);
  });
});

describe('the publisher of a portal', () => {
  it('is the given one, else the default one', () => {
    expect(tokenClaims(request('portal', { defaultTenant: 'pub-default' })).tenant).toBe('pub-default');
    expect(tokenClaims(request('portal', { tenant: 'pub-two', defaultTenant: 'pub-default' })).tenant).toBe(
      'pub-two',
    );
  });

  it.each([{}, { tenant: '', defaultTenant: 'pub-default' }, { defaultTenant: '' }])(
    'must be there: %j',
    (rest) => {
      expect(() => tokenClaims(request('portal', rest))).toThrow(
        expect.objectContaining({ code: 'TENANT_INVALID' }) as Error,
      );
    },
  );

  it('is nothing for another team', () => {
    expect(tokenClaims(request('billing', { defaultTenant: 'pub-default' }))).not.toHaveProperty('tenant');
    expect(() => tokenClaims(request('billing', { tenant: 'pub-one' }))).toThrow(/billing/);
  });
});

async function verify(token: string, key: PublicKey, currentDate: Date): Promise<JWTVerifyResult> {
  const { createLocalJWKSet, jwtVerify } = await import('jose');
  const options = { issuer: LOCAL_ISSUER, audience: LOCAL_AUDIENCE, currentDate };
  return jwtVerify(token, createLocalJWKSet({ keys: [key] }), options);
}
