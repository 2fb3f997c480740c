import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createDataFolder, dataFolderLayout } from '../../../cli/data-folder/layout';
import { lockDataFolder } from '../../../cli/data-folder/lock';
import { type TemporaryTestFolder, makeTestFolder } from '../../kit/temporary-folder';

let folder: TemporaryTestFolder;
beforeEach(() => {
  folder = makeTestFolder();
});
afterEach(() => folder.remove());

function mode(file: string): number {
  return statSync(file).mode & 0o777;
}

describe('a data folder', () => {
  it('has one place for everything, as absolute paths', () => {
    expect(dataFolderLayout('/srv/last mile/')).toEqual({
      root: '/srv/last mile',
      postgres: '/srv/last mile/postgres',
      redis: '/srv/last mile/redis',
      keys: '/srv/last mile/keys',
      images: '/srv/last mile/images',
      logs: '/srv/last mile/logs',
      gatewayConfig: '/srv/last mile/gateway.yaml',
    });
    expect(dataFolderLayout('.lastmile').root).toBe(path.resolve('.lastmile'));
  });

  it('is made with all folders above it, with secrets closed and the way in open, whatever the umask', () => {
    const before = process.umask(0o077);
    try {
      const layout = createDataFolder(path.join(folder.path, 'some where', 'data'));
      expect(createDataFolder(layout.root)).toEqual(layout);
      for (const open of [path.dirname(layout.root), layout.root, layout.images, layout.logs])
        expect(mode(open)).toBe(0o755);
      for (const closed of [layout.keys, layout.redis]) expect(mode(closed)).toBe(0o700);
    } finally {
      process.umask(before);
    }
  });

  it('keeps the mode that its owner gave it', () => {
    const own = path.join(folder.path, 'own');
    mkdirSync(own, { mode: 0o700 });
    createDataFolder(own);
    expect(mode(own)).toBe(0o700);
  });

  it('may be a link to a folder', () => {
    const link = path.join(folder.path, 'link');
    mkdirSync(path.join(folder.path, 'disk'));
    symlinkSync('disk', link);
    expect(createDataFolder(link).keys).toBe(path.join(link, 'keys'));
    expect(mode(path.join(folder.path, 'disk', 'keys'))).toBe(0o700);
  });

  it.each([
    ['file', 'there is a file of that name'],
    ['dangling', 'a link that leads nowhere'],
    ['file/data', 'a part of the path is a file'],
    ['loop', 'a link that leads to itself'],
    ['x'.repeat(300), 'the path is too long'],
  ])('is refused when it is %s', (name, expected) => {
    writeFileSync(path.join(folder.path, 'file'), '');
    symlinkSync('nowhere', path.join(folder.path, 'dangling'));
    symlinkSync('loop', path.join(folder.path, 'loop'));
    expect(() => createDataFolder(path.join(folder.path, name))).toThrow(
      expect.objectContaining({
        code: 'DATA_FOLDER_UNWRITABLE',
        message: expect.stringMatching(expected) as string,
      }) as Error,
    );
  });

  // The kernel refuses these to every account, root included.
  it.each(['/proc/lastmile', '/dev/null/lastmile'])('is refused at %s', (place) => {
    expect(() => createDataFolder(place)).toThrow(
      expect.objectContaining({ code: 'DATA_FOLDER_UNWRITABLE' }) as Error,
    );
  });

  it('cannot be locked before it is made', () => {
    expect(() => lockDataFolder(path.join(folder.path, 'absent'))).toThrow(
      expect.objectContaining({ code: 'DATA_FOLDER_UNWRITABLE' }) as Error,
    );
  });
});
