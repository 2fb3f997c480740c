import { type TestRoom } from '../../kit/room';
import { givenPrice, givenSubscriber, givenUsage, rated, startSubscribers } from './fixture';

let room: TestRoom;

beforeAll(async () => {
  room = await startSubscribers();
  await givenSubscriber(room, { id: 'anna' });
  await givenSubscriber(room, { id: 'beat', currency: 'CHF' });
  await givenPrice(room, 'img-1', { amount: '0.40', currency: 'EUR' });
});
afterAll(() => room.close());

const euros = (amount: string): object => ({ amount, currency: 'EUR' });

test('hours of a VCPU cost what the image costs', async () => {
  await givenUsage(room, 'vcpu', { subscriberId: 'anna' });
  expect(await rated(room, 'vcpu')).toEqual({ status: 'RATED', ratedCharge: euros('1.00') });
});

test('memory and disk cost what the tariff of the account’s currency says', async () => {
  await givenUsage(room, 'memory', {
    subscriberId: 'anna',
    unit: 'MB_HOUR',
    quantity: '512',
    imageId: 'none',
  });
  await givenUsage(room, 'disk', { subscriberId: 'beat', unit: 'GB_HOUR', quantity: '10', imageId: 'none' });
  expect(await rated(room, 'memory')).toEqual({ status: 'RATED', ratedCharge: euros('0.002048') });
  expect(await rated(room, 'disk')).toEqual({
    status: 'RATED',
    ratedCharge: { amount: '0.00115', currency: 'CHF' },
  });
});

test('an image without a price is free, in the currency of the account', async () => {
  await givenPrice(room, 'img-free', null);
  await givenUsage(room, 'free', { subscriberId: 'beat', imageId: 'img-free' });
  expect(await rated(room, 'free')).toEqual({
    status: 'RATED',
    ratedCharge: { amount: '0.00', currency: 'CHF' },
  });
});

test('usage waits for its price and is rated when that arrives', async () => {
  await givenUsage(room, 'waits', { subscriberId: 'anna', imageId: 'img-late', quantity: '3' });
  expect(await rated(room, 'waits', { imageId: 'img-late' })).toEqual({
    status: 'RECEIVED',
    ratedCharge: null,
  });
  await givenPrice(room, 'img-late', { amount: '0.10', currency: 'EUR' });
  expect(await rated(room, 'waits')).toEqual({ status: 'RATED', ratedCharge: euros('0.30') });
});

test('what was rated keeps its charge when the price changes', async () => {
  await givenPrice(room, 'img-moving', { amount: '1', currency: 'EUR' }, 1);
  await givenUsage(room, 'old-price', { subscriberId: 'anna', imageId: 'img-moving', quantity: '2' });
  await givenPrice(room, 'img-moving', { amount: '9', currency: 'EUR' }, 2);
  expect(await rated(room, 'old-price', { imageId: 'img-moving' })).toMatchObject({
    ratedCharge: euros('2.00'),
  });
});

test('an older price that arrives late is ignored', async () => {
  await givenPrice(room, 'img-order', { amount: '5', currency: 'EUR' }, 7);
  await givenPrice(room, 'img-order', { amount: '1', currency: 'EUR' }, 6);
  await givenUsage(room, 'in-order', { subscriberId: 'anna', imageId: 'img-order', quantity: '1' });
  expect(await rated(room, 'in-order')).toMatchObject({ ratedCharge: euros('5.00') });
});

test.each([
  ['less than nothing', { quantity: '-1' }],
  ['no number', { quantity: 'a lot' }],
  ['a number instead of text', { quantity: 12 }],
  ['an exponent', { quantity: '1e3' }],
  ['more than can be', { quantity: '999999999999999' }],
  ['an unknown unit', { unit: 'FURLONG' }],
  ['an end before the start', { to: '2026-06-19T00:00:00Z' }],
  ['no time', { from: 'yesterday' }],
  ['an unknown subscriber', { subscriberId: 'nobody' }],
  ['no subscriber', { subscriberId: null }],
])('%s is rejected, kept and not charged', async (what, nonsense) => {
  const id = `nonsense ${what}`;
  await givenUsage(room, id, { subscriberId: 'anna', ...nonsense });
  expect(await rated(room, id)).toEqual({ status: 'REJECTED', ratedCharge: null });
});

test('nonsense in a delivery does not hold up the rest of it', async () => {
  const usage = (id: string, quantity: string): object => ({
    topic: 'placements.usage.recorded',
    key: id,
    version: 1,
    payload: {
      subscriberId: 'anna',
      imageId: 'img-1',
      resourceClass: 'VCPU',
      unit: 'VCPU_HOUR',
      quantity,
      from: '2026-06-20T00:00:00Z',
      to: '2026-06-20T01:00:00Z',
    },
  });
  const events = [usage('mix-1', '1'), usage('mix-2', 'x'), usage('mix-3', '2')];
  await room.receive('placements', events as Parameters<TestRoom['receive']>[1]);
  expect(await rated(room, 'mix-1')).toMatchObject({ status: 'RATED' });
  expect(await rated(room, 'mix-2')).toMatchObject({ status: 'REJECTED' });
  expect(await rated(room, 'mix-3')).toMatchObject({ ratedCharge: euros('0.80') });
});

test('usage told twice, with other numbers the second time, is taken once', async () => {
  await givenUsage(room, 'twice', { subscriberId: 'anna', quantity: '1' });
  await givenUsage(room, 'twice', { subscriberId: 'anna', quantity: '100' });
  expect(await rated(room, 'twice')).toMatchObject({ ratedCharge: euros('0.40') });
});

test('usage of a cycle that was invoiced elsewhere is BILLED history', async () => {
  await givenSubscriber(room, { id: 'moved', billedUntil: '2026-06-20T02:30:00.000Z' });
  await givenUsage(room, 'before', { subscriberId: 'moved' });
  await givenUsage(room, 'after', { subscriberId: 'moved', to: '2026-06-20T02:30:00.001Z' });
  expect(await rated(room, 'before')).toEqual({ status: 'BILLED', ratedCharge: euros('1.00') });
  expect(await rated(room, 'after')).toMatchObject({ status: 'RATED' });
});

test('a record that has not arrived is charged from what the gateway hands over', async () => {
  const fields = { quantity: '0.333', subscriberId: 'anna' };
  expect(await rated(room, 'not-here', fields)).toEqual({ status: 'RECEIVED', ratedCharge: euros('0.1332') });
  for (const unrateable of [
    { ...fields, imageId: 'img-nobody-knows' },
    { ...fields, subscriberId: 'nobody', unit: 'MB_HOUR' },
    { ...fields, quantity: '-1' },
    { ...fields, unit: '' },
  ]) {
    expect(await rated(room, 'not-here', unrateable)).toEqual({ status: 'RECEIVED', ratedCharge: null });
  }
});

test('the stored rating wins over what is handed over', async () => {
  await givenUsage(room, 'stored', { subscriberId: 'anna', quantity: '1' });
  expect(await rated(room, 'stored', { quantity: '1000' })).toMatchObject({ ratedCharge: euros('0.40') });
});

test('two thousand records are taken by a handful of statements', async () => {
  const events = Array.from({ length: 2_000 }, (_, index) => ({
    topic: 'placements.usage.recorded',
    key: `bulk-${index}`,
    version: 1,
    payload: {
      usageRecordId: `bulk-${index}`,
      subscriberId: `sub-${String((index % 200) + 1).padStart(6, '0')}`,
      imageId: 'img-1',
      resourceClass: 'VCPU',
      unit: 'VCPU_HOUR',
      quantity: '1.25',
      from: '2026-06-14T00:00:00Z',
      to: '2026-06-14T01:15:00Z',
    },
  }));
  const statements = await room.statementsOf(() => room.receive('placements', events));
  expect(statements.length).toBeLessThanOrEqual(6);
  expect(await rated(room, 'bulk-1999')).toMatchObject({ ratedCharge: euros('0.50') });
});
