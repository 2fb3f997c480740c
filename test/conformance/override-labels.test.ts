import { conformance, type Conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { type SubgraphDefinition } from '../kit/gateway-subgraphs';

const bills = [{ id: 'b1' }, { id: 'b2' }];

function subgraphs(): SubgraphDefinition[] {
  return [
    {
      name: 'legacy',
      sdl: federated(`
        type Query { bills: [Bill!]! }
        type Bill @key(fields: "id") { id: ID! total: String! due: String! note: String! }
      `),
      resolvers: {
        Query: { bills: () => bills },
        Bill: { total: () => 'legacy', due: () => 'legacy', note: () => 'legacy' },
      },
    },
    {
      name: 'modern',
      sdl: federated(`
        type Bill @key(fields: "id") {
          id: ID!
          total: String! @override(from: "legacy", label: "totals")
          due: String! @override(from: "legacy", label: "percent(50)")
          note: String! @override(from: "legacy")
        }
      `),
      resolvers: {
        Bill: {
          total: () => 'modern',
          due: () => 'modern',
          note: () => 'modern',
        },
      },
    },
    {
      name: 'third',
      sdl: federated(`
        type Bill @key(fields: "id") { id: ID! note: String! @external extra: String! @requires(fields: "note") }
      `),
      resolvers: { Bill: { extra: ({ note }: { note: string }) => `extra ${note}` } },
    },
  ];
}

function everyone(values: Record<string, string>): { bills: Record<string, string>[] } {
  return { bills: [values, values] };
}

function cases(check: Conformance, total: string, due: string): void {
  check(
    'the label decides who answers',
    '{ bills { total due note } }',
    everyone({ total, due, note: 'modern' }),
  );

  check('requirements do not mind', '{ bills { extra total } }', everyone({ extra: 'extra modern', total }));
}

describe('labels that nobody set', () => {
  const check = conformance(subgraphs());
  cases(check, 'legacy', 'legacy');
  check(
    'ask the old subgraph only',
    '{ bills { total due } }',
    everyone({ total: 'legacy', due: 'legacy' }),
    {
      requests: { legacy: 1 },
    },
  );
});

describe('a label that is on', () => {
  const check = conformance(subgraphs(), { settings: { labels: { totals: true } } });
  cases(check, 'modern', 'legacy');
  check('asks the new subgraph', '{ bills { total } }', everyone({ total: 'modern' }), {
    requests: { legacy: 1, modern: 1 },
  });
});

describe('labels that are all on', () => {
  cases(
    conformance(subgraphs(), { settings: { labels: { totals: true, 'percent(50)': true } } }),
    'modern',
    'modern',
  );
});
