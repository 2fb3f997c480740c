import type { Caller } from '../../../subgraphs/kit/caller';
import { ANONYMOUS, type Answer, callerWith, partnerOf } from '../../kit/room';
import { type SeededRoom, startSeededRoom } from './seeded-room';

let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom();
});
afterAll(() => room.close());

const EVERY_SCOPE = ['placements:schedule', 'placements:admin', 'billing:read', 'pii:read'];
const FORGED: Caller = { ...ANONYMOUS, scopes: EVERY_SCOPE };
const PARTNER = partnerOf('pub-hearth', ...EVERY_SCOPE);

const CLOSED = [
  '{ placement(id: "x") { id } }',
  '{ placements { edges { node { id } } } }',
  '{ allocationCandidates(request: { imageId: "x" }) { searched } }',
  'mutation { place(input: { subscriberId: "x", imageId: "x", idempotencyKey: "x" }) { __typename } }',
  'mutation { claim(input: { placementId: "x", subscriberId: "x", imageId: "x", deviceId: "x", providerGeneration: 1, idempotencyKey: "x" }) { __typename } }',
  'mutation { endPlacement(placementId: "x", consumerGeneration: 1, reason: OPERATOR) { __typename } }',
  'mutation { movePlacement(placementId: "x", consumerGeneration: 1) { __typename } }',
  'mutation { setInventories(deviceId: "x", providerGeneration: 1, inventories: []) { __typename } }',
  'mutation { createPlacementGroup(subscriberId: "x", policy: NONE) { id } }',
  '{ _entities(representations: [{ __typename: "Placement", id: "x" }]) { __typename } }',
  '{ _entities(representations: [{ __typename: "Device", id: "dev-000001" }]) { __typename } }',
  '{ _entities(representations: [{ __typename: "ResourceProvider", id: "rp-dev-000001" }]) { __typename } }',
  '{ _entities(representations: [{ __typename: "Image", id: "img-mips-1" }]) { ... on Image { placements { edges { cursor } } } } }',
  '{ _entities(representations: [{ __typename: "Subscriber", id: "sub-000001" }]) { ... on Subscriber { placements { edges { cursor } } } } }',
  '{ _entities(representations: [{ __typename: "PointOfPresence", id: "pop-north-01" }]) { ... on PointOfPresence { capacity { used } } } }',
  '{ _entities(representations: [{ __typename: "Region", id: "region-north" }]) { ... on Region { capacity { used } } } }',
];

test.each(CLOSED)('nobody in particular gets nothing from %s, whatever scopes were forged', async (query) => {
  const { codes, data } = await room.query(query, {}, FORGED);
  expect(codes).toEqual(['UNAUTHENTICATED']);
  expect(JSON.stringify(data ?? null)).not.toMatch(/dev-|sub-|rp-|cursor|used/);
});

test.each(CLOSED)('a partner gets nothing from %s, whatever scopes its token has', async (query) => {
  const { codes, data } = await room.query(query, {}, PARTNER);
  expect(codes).toEqual(['FORBIDDEN']);
  expect(JSON.stringify(data ?? null)).not.toMatch(/dev-|sub-|rp-|cursor|used/);
});

test.each([
  ['placements:schedule', CLOSED[2]],
  ['placements:schedule', CLOSED[4]],
  ['placements:schedule', CLOSED[6]],
  ['placements:admin', CLOSED[7]],
])('staff without the scope %s are refused', async (scope, query) => {
  const others = EVERY_SCOPE.filter((each) => each !== scope);
  expect((await room.query(query ?? '', {}, callerWith(...others))).codes).toEqual(['FORBIDDEN']);
  expect((await room.query(query ?? '', {}, callerWith(scope))).codes).not.toContain('FORBIDDEN');
});

interface Rollout {
  running: number;
  pulling: number;
  failed24h: number;
  asOf: string;
}
const rollout = (id: string, caller?: Caller): Promise<Answer<{ _entities: [{ rollout: Rollout }] }>> =>
  room.query(
    `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on Image { id rollout { running pulling failed24h asOf } } } }`,
    { r: [{ __typename: 'Image', id }] },
    caller,
  );

test('a rollout counts what runs, what is on its way and what failed within a day', async () => {
  const [stored] = await room.records<{ id: string; running: number; pulling: number; failed24h: number }>(
    `SELECT image_id AS id, count(*) FILTER (WHERE state = 'RUNNING')::int AS running,
       count(*) FILTER (WHERE state IN ('SCHEDULED', 'PULLING', 'STARTING'))::int AS pulling,
       count(*) FILTER (WHERE state = 'FAILED' AND ended_at >= '2026-06-14T12:00:00Z')::int AS "failed24h"
     FROM placements GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1`,
  );
  const { data, errors } = await rollout(stored?.id ?? '');
  expect(errors).toEqual([]);
  const { running, pulling, failed24h } = data._entities[0].rollout;
  expect({ running, pulling, failed24h }).toEqual({
    running: stored?.running,
    pulling: stored?.pulling,
    failed24h: stored?.failed24h,
  });
  expect(running).toBeGreaterThan(3);
});

test('a publisher sees the rollout of its own images, not of others and not of unknown ones', async () => {
  const owners = await room.records<{ id: string; owner_id: string }>(
    'SELECT id, owner_id FROM images ORDER BY id LIMIT 2',
  );
  const [own, foreign] = owners;
  const publisher = partnerOf(own?.owner_id ?? '', 'images:write');
  expect(foreign?.owner_id).not.toBe(own?.owner_id);
  expect((await rollout(own?.id ?? '', publisher)).codes).toEqual([]);
  expect((await rollout(foreign?.id ?? '', publisher)).codes).toEqual(['FORBIDDEN']);
  expect((await rollout('img-that-is-not', publisher)).codes).toEqual(['FORBIDDEN']);
  expect((await rollout(own?.id ?? '', ANONYMOUS)).codes).toEqual(['UNAUTHENTICATED']);
});
