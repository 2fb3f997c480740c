import { importsOf, sourceFiles } from './source-files';

/** Which top folders a top folder may import from; `subgraphs/<room>` and `subgraphs/kit` count as folders of their own. */
const ALLOWED: Record<string, readonly string[]> = {
  gateway: ['gateway'],
  'subgraphs/kit': ['subgraphs/kit'],
  'subgraphs/subscribers': ['subgraphs/subscribers', 'subgraphs/kit'],
  'subgraphs/devices': ['subgraphs/devices', 'subgraphs/kit'],
  'subgraphs/images': ['subgraphs/images', 'subgraphs/kit'],
  'subgraphs/placements': ['subgraphs/placements', 'subgraphs/kit'],
  // The check plans and prices operations as the gateway does.
  schema: [
    'schema',
    'gateway',
    'subgraphs/kit',
    'subgraphs/subscribers',
    'subgraphs/devices',
    'subgraphs/images',
    'subgraphs/placements',
  ],
  cli: ['cli', 'schema', 'gateway', 'subgraphs/kit', 'subgraphs/devices'],
};

const files = sourceFiles('gateway', 'subgraphs', 'schema', 'cli');
const graph = new Map(files.map((file) => [file, importsOf(file)]));

describe('the layers', () => {
  it('let imports only look down', () => {
    const wrong = [...graph].flatMap(([file, imports]) =>
      imports
        .filter((imported) => !ALLOWED[layerOf(file)]?.includes(layerOf(imported)))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(wrong).toEqual([]);
  });

  it('list the rooms in one file of schema/ and nowhere else', () => {
    const naming = [...graph].filter(
      ([file, imports]) =>
        !file.startsWith('subgraphs/') &&
        imports.some((imported) => /^subgraphs\/(?!kit)\w+\/index\.ts$/.test(imported)),
    );
    expect(naming.map(([file]) => file)).toEqual(['schema/rooms.ts']);
  });

  it('hold no import cycle, not even of types', () => {
    expect(findCycle(graph)).toBeNull();
  });

  it('are all covered by the rule', () => {
    expect([...new Set(files.map(layerOf))].filter((layer) => !(layer in ALLOWED))).toEqual([]);
  });
});

describe('the cycle finder', () => {
  it('finds a cycle of three', () => {
    const cycle = findCycle(new Map([['a', ['b']], ['b', ['c']], ['c', ['a']]])); // prettier-ignore
    expect(cycle).toEqual(['a', 'b', 'c', 'a']);
  });
});

function layerOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'subgraphs' ? `${top}/${second}` : top;
}

/** A path that comes back to its start, or null. */
function findCycle(edges: ReadonlyMap<string, readonly string[]>): string[] | null {
  const finished = new Set<string>();
  const visit = (node: string, trail: readonly string[]): string[] | null => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node];
    if (finished.has(node)) return null;
    for (const next of edges.get(node) ?? []) {
      const cycle = visit(next, [...trail, node]);
      if (cycle) return cycle;
    }
    finished.add(node);
    return null;
  };
  for (const node of edges.keys()) {
    const cycle = visit(node, []);
    if (cycle) return cycle;
  }
  return null;
}
