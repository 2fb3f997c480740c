import { randomBytes } from 'node:crypto';
import { type EnvelopeKeys, callerOf, openEnvelope, signEnvelope } from '../../../subgraphs/kit/envelope';

const secret = (): string => randomBytes(32).toString('base64url');
const keys: EnvelopeKeys = { current: 'k2', keys: { k1: secret(), k2: secret() } };
const caller = { subject: 'ann', client: 'billing', tenant: null, scopes: ['billing:read'] };
const body = Buffer.from('{"query":"{ a }"}');
const now = new Date('2026-03-01T12:00:00Z');
const request = { issuer: 'lastmile-gateway', audience: 'devices', caller, body, now };
const expected = { audience: 'devices', body, now };

describe('an envelope', () => {
  it('carries the caller', () => {
    const claims = openEnvelope(keys, signEnvelope(keys, request), expected);
    expect(claims && callerOf(claims)).toEqual(caller);
  });

  it('is accepted under the older of two keys while they are rotated', () => {
    const older = signEnvelope({ ...keys, current: 'k1' }, request);
    expect(openEnvelope(keys, older, expected)).not.toBeNull();
  });

  it.each([
    ['another subgraph', { ...expected, audience: 'images' }],
    ['another body', { ...expected, body: Buffer.from('{"query":"{ b }"}') }],
    ['a later minute', { ...expected, now: new Date(now.getTime() + 60_000) }],
    ['a time before it was made', { ...expected, now: new Date(now.getTime() - 60_000) }],
  ])('fits no request for %s', (_name, other) => {
    expect(openEnvelope(keys, signEnvelope(keys, request), other)).toBeNull();
  });

  it('is refused under a key that is gone', () => {
    const gone = signEnvelope({ current: 'k0', keys: { k0: secret() } }, request);
    expect(openEnvelope(keys, gone, expected)).toBeNull();
  });

  it('is refused without a signature, with alg none and with a key named like an object member', () => {
    const [, payload] = signEnvelope(keys, request).split('.');
    for (const header of [
      { alg: 'none', kid: 'k2' },
      { alg: 'HS256', kid: 'constructor' },
      { alg: 'HS256' },
    ]) {
      const forged = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.`;
      expect(openEnvelope(keys, forged, expected)).toBeNull();
    }
  });

  it.each([undefined, '', '..', 'a.b.c', 'bnVsbA.bnVsbA.bnVsbA'])('is refused when it is %j', (token) => {
    expect(openEnvelope(keys, token, expected)).toBeNull();
  });
});
