import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './source-files';

/** What is found in every room, so that whoever knows one knows all. */
const FURNITURE = [
  'events.ts',
  'index.ts',
  'loaders.ts',
  'migrations',
  'policy.ts',
  'references.ts',
  'resolver.ts',
  'schema.graphql',
  'seed.ts',
  'store.ts',
  'tables.ts',
  'types.ts',
];

const roomFolders = readdirSync(path.join(ROOT, 'subgraphs')).filter((name) => name !== 'kit');

describe('the rooms', () => {
  it('are the four subgraphs', () => {
    expect(roomFolders.sort()).toEqual(['devices', 'images', 'placements', 'subscribers']);
  });

  it.each(roomFolders)('give %s the same furniture as the others', (room) => {
    const missing = FURNITURE.filter((piece) => !existsSync(path.join(ROOT, 'subgraphs', room, piece)));
    expect(missing).toEqual([]);
  });

  it.each(roomFolders)('keep what is more than furniture in folders named after its idea: %s', (room) => {
    const loose = readdirSync(path.join(ROOT, 'subgraphs', room), { withFileTypes: true })
      .filter((entry) => entry.isFile() && !FURNITURE.includes(entry.name))
      .map((entry) => entry.name);
    expect(loose.filter((name) => !['engine.ts', 'engine-types.ts', 'README.md'].includes(name))).toEqual([]);
  });
});
