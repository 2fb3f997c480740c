import { randomBytes } from 'node:crypto';
import { isValidTicket, signTicket } from '../../../subgraphs/images/upload/ticket';
import type { EnvelopeKeys } from '../../../subgraphs/kit/envelope';

const secret = (): string => randomBytes(32).toString('base64url');
const keys: EnvelopeKeys = { current: 'new.key/2', keys: { old: secret(), 'new.key/2': secret() } };
const NOW = new Date('2026-06-15T12:00:00.000Z');
const LATER = NOW.getTime() / 1_000 + 60;

test('a ticket is good for its image until it expires', () => {
  const ticket = signTicket(keys, 'img-1', LATER);
  expect(isValidTicket(keys, 'img-1', ticket, NOW)).toBe(true);
  expect(isValidTicket(keys, 'img-2', ticket, NOW)).toBe(false);
  expect(isValidTicket(keys, 'img-1', ticket, new Date(LATER * 1_000))).toBe(false);
});

test('a later expiry cannot be written into a ticket', () => {
  const forged = signTicket(keys, 'img-1', LATER).replace(String(LATER), String(LATER + 1));
  expect(isValidTicket(keys, 'img-1', forged, NOW)).toBe(false);
});

test('a ticket outlives the rotation of keys while its key is still accepted', () => {
  const ticket = signTicket({ ...keys, current: 'old' }, 'img-1', LATER);
  expect(isValidTicket(keys, 'img-1', ticket, NOW)).toBe(true);
  const rotated = { current: 'new.key/2', keys: { 'new.key/2': keys.keys['new.key/2'] ?? '' } };
  expect(isValidTicket(rotated, 'img-1', ticket, NOW)).toBe(false);
});

test.each([
  undefined,
  '',
  '.',
  '1.2.3',
  ['a', 'b'],
  7,
  `${LATER}.__proto__.${'A'.repeat(43)}`,
  'x'.repeat(9_999),
])('the ticket %p is refused', (ticket) => {
  expect(isValidTicket(keys, 'img-1', ticket, NOW)).toBe(false);
});
