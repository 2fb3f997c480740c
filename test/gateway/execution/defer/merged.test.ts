import { openParts } from '../../../kit/gateway-parts';
import { startGatewayWorld, type GatewayWorld } from '../../../kit/gateway-world';
import { createLibrary } from './library-world';
import { inAnyOrder, mergeParts } from './merge-parts';

let world: GatewayWorld;
beforeAll(async () => {
  world = await startGatewayWorld(createLibrary().definitions);
});
afterAll(() => world.close());

const QUERIES = [
  '{ person(id: "1") { id ... @defer { name } } }',
  '{ people { ...P @defer } books { title ... @defer { price } } } fragment P on Person { id name friend { ...Q @defer } } fragment Q on Person { read { title ... @defer { price } } }',
  '{ ... @defer { people { name ... @defer { friend { name } } } } ... @defer { people { id } books { title } } }',
  '{ people { friend { id ... @defer { name } } ... @defer { friend { name friend { id name } } } } }',
  '{ nodes { ... on Person @defer { name read { title price } } ... on Robot @defer { model manual { title ... @defer { price } } } ... @defer { id __typename } } }',
  '{ a: person(id: "1") { ...P } b: person(id: "3") { ...P ... @defer { x: name y: read { t: title } } } } fragment P on Person { ... @defer { ... @defer { ... @defer { favourite { title price } } } } }',
  '{ person(id: "1") { __proto__: name ... @defer { constructor: name toString: id } } }',
  // Aliases that are keys of entities: the planner does not see them.
  '{ person(id: "1") { id: name ... @defer { title: name read { title: price name: title } } } }',
  '{ people { title: id ... @defer { id: name friend { id: name ... @defer { title: id read { id: title title: price } } } } } }',
  '{ nodes { id: __typename ... on Robot @defer { title: id model manual { title: price ... @defer { t: title } } } } }',
  'mutation { rename(id: "1") { ... @defer { name ... @defer { read { title } } } } }',
];

describe.each(['multipart/mixed', 'multipart/mixed;deferSpec=20220824'])('in %s', (accept) => {
  test.each(QUERIES)('the parts together are the whole: %s', async (query) => {
    const { body } = await world.ask(query);
    const merged = await mergeParts(await openParts(world.url, query, { accept }));
    expect(merged.data).toEqual(inAnyOrder(body.data));
    expect(merged.count).toBeGreaterThan(0);
  });
});
