import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Emission, emitFiles } from '../../schema/emit';
import { ROOT } from '../structure/source-files';

let emission: Emission;

beforeAll(async () => {
  emission = await emitFiles();
});

describe('the committed schema', () => {
  it('composes without an error', () => {
    expect(emission.composition.errors).toEqual([]);
  });

  it.each([
    'subgraphs/subscribers/schema.graphql',
    'subgraphs/devices/schema.graphql',
    'subgraphs/images/schema.graphql',
    'subgraphs/placements/schema.graphql',
    'schema/supergraph.graphql',
  ])('holds what the code says now in %s (else: npm run lastmile -- schema compose)', (file) => {
    const committed = existsSync(path.join(ROOT, file)) ? readFileSync(path.join(ROOT, file), 'utf8') : '';
    expect(emission.files.find((emitted) => emitted.path === file)?.text).toBe(committed);
  });

  it('is all that is emitted', () => {
    expect(emission.files).toHaveLength(5);
  });
});
