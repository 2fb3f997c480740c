import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { emitFiles } from '../../schema/emit';
import { ROOT } from '../structure/source-files';

const { files, composition } = emitFiles();

describe('the committed schema', () => {
  it('composes without an error', () => {
    expect(composition.errors).toEqual([]);
  });

  it.each(files)(
    'holds what the code says now in $path (else: npm run lastmile -- schema compose)',
    ({ path: file, text }) => {
      const committed = existsSync(path.join(ROOT, file)) ? readFileSync(path.join(ROOT, file), 'utf8') : '';
      expect(committed).toBe(text);
    },
  );
});
