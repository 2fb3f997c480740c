import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rewriteForPlanner } from '../../../gateway/planning/workarounds/rewrite-for-planner';
import { SupergraphError } from '../../../gateway/supergraph/read-supergraph';
import { buildSupergraph, loadSupergraph } from '../../../gateway/supergraph/supergraph';
import { FIRST_SUPERGRAPH, THIRD_SUPERGRAPH } from './written-supergraphs';

const HOSTILE: Readonly<Record<string, string>> = {
  nothing: '',
  'a comment': '# supergraph',
  'binary data': '\u0000\u0001\uFFFD',
  JSON: '{"data":{}}',
  'an operation': '{ product { name } }',
  'a schema that is none of ours': 'type Query { a: Int }',
  'an endless type': `type Query { a: ${'['.repeat(100_000)}`,
  'endless braces': '{'.repeat(100_000),
  'an endless value': `${THIRD_SUPERGRAPH} type T @join__type(graph: ${'['.repeat(100_000)}`,
  'an unknown join version': THIRD_SUPERGRAPH.replace('join/v0.3', 'join/v9.0'),
  'a join version that is no version': THIRD_SUPERGRAPH.replace('join/v0.3', 'join/latest'),
  'no join at all': THIRD_SUPERGRAPH.replace(/@link\(url: "[^"]*join[^)]*\)/, ''),
  'no subgraphs': THIRD_SUPERGRAPH.replace(/enum join__Graph \{[^}]*\}/, ''),
  'subgraphs without addresses': THIRD_SUPERGRAPH.replaceAll(/@join__graph\(name[^)]*\)/g, ''),
  'a subgraph that nobody defines': THIRD_SUPERGRAPH.replaceAll('graph: PRODUCTS', 'graph: NOBODY'),
  'a type that nobody defines': THIRD_SUPERGRAPH.replace('name: String', 'name: Nothing'),
  'a type defined twice': `${THIRD_SUPERGRAPH} type Product { id: ID }`,
  'a link that is no text': THIRD_SUPERGRAPH.replace('"https://specs.apollo.dev/link/v1.0"', '5'),
  'a link to nonsense': THIRD_SUPERGRAPH.replace('https://specs.apollo.dev/link/v1.0', 'nonsense'),
  'no query': THIRD_SUPERGRAPH.replaceAll('Query', 'Root').replace('query: Root', 'mutation: Root'),
  'a purpose where core knows none': FIRST_SUPERGRAPH.replace('core/v0.2', 'core/v0.1'),
};

test.each(Object.entries(HOSTILE))('%s in place of a supergraph is refused with a reason', (_, sdl) => {
  let error: unknown;
  try {
    buildSupergraph(sdl);
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(SupergraphError);
  expect((error as SupergraphError).message).toMatch(/\w{3}/);
});

test('a file that cannot be served is named with its reason', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'supergraph-'));
  const file = join(folder, 'bad.graphql');
  writeFileSync(file, 'type Query { a: Int }');
  await expect(loadSupergraph(file, {})).rejects.toThrow(`The supergraph ${file} cannot be served: `);
  await expect(loadSupergraph(join(folder, 'none'), {})).rejects.toThrow(SupergraphError);
  await expect(loadSupergraph(folder, {})).rejects.toThrow(SupergraphError);
  rmSync(folder, { recursive: true });
});

test('field sets that are none are left to the planner to refuse', () => {
  for (const text of ['{', 'weight(', '...X', '', '"', 'weight weight(unit: 1)', 'nobody(a: 1)']) {
    const sdl = THIRD_SUPERGRAPH.replace('requires: "weight"', `requires: ${JSON.stringify(text)}`);
    expect(() => rewriteForPlanner(sdl)).not.toThrow();
  }
});
