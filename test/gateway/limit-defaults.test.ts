import { checkConfig } from '../../gateway/config';

// What is promised to operators and clients by name and number; whoever changes a default changes this table, too.
const PROMISED: readonly (readonly [string, number, number])[] = [
  ['bodyBytes', 256 * 1024, 2 * 1024 * 1024],
  ['documentBytes', 64 * 1024, 256 * 1024],
  ['tokens', 5_000, 15_000],
  ['depth', 12, 30],
  ['aliases', 30, 200],
  ['rootFields', 20, 50],
  ['directives', 50, 50],
  ['fragments', 100, 100],
  ['variables', 100, 100],
  ['jsonDepth', 64, 64],
  ['listItems', 1_000, 10_000],
  ['validationErrors', 20, 20],
  ['expandedSelections', 5_000, 20_000],
  ['cost', 1_000, 20_000],
  ['assumedListSize', 1, 1],
  ['pageSize', 100, 1_000],
  ['entities', 10_000, 10_000],
];

const config = checkConfig({ supergraph: 'supergraph.graphql' });

test.each(PROMISED)('%s is %d for the public and %d for the own teams', (name, forPublic, forTeams) => {
  const limits: Record<'public' | 'internal', Readonly<Record<string, number>>> = {
    public: { ...config.limits.public },
    internal: { ...config.limits.internal },
  };
  expect([limits.public[name], limits.internal[name]]).toEqual([forPublic, forTeams]);
});

test('there is no limit beside these', () => {
  const names = PROMISED.map(([name]) => name).sort();
  expect(Object.keys(config.limits.public).sort()).toEqual(names);
  expect(Object.keys(config.limits.internal).sort()).toEqual(names);
});

test('a subgraph has 2 s and 32 MB for an answer', () => {
  expect([config.traffic.subgraphTimeoutMs, config.traffic.subgraphAnswerBytes]).toEqual([
    2_000,
    32 * 1024 * 1024,
  ]);
});
