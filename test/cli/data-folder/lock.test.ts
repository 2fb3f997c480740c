import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lockDataFolder } from '../../../cli/data-folder/lock';
import { type CompiledSources, compileSources } from '../../kit/compile';
import { type NodeProcess, runNode } from '../../kit/node-process';
import { type TemporaryTestFolder, makeTestFolder } from '../../kit/temporary-folder';

let compiled: CompiledSources;
let folder: TemporaryTestFolder;
beforeAll(() => {
  compiled = compileSources('cli/data-folder', 'cli/process', 'cli/startup-error.ts');
});
afterAll(() => compiled.remove());
beforeEach(() => {
  folder = makeTestFolder();
});
afterEach(() => folder.remove());

/** A process that tries to take the lock when it is told to, says how that went, and lives on. */
function contender(dataFolder: string): NodeProcess {
  return runNode(`
    const { lockDataFolder } = require(${JSON.stringify(compiled.file('cli/data-folder/lock.ts'))});
    process.once('message', () => {
      try { lockDataFolder(${JSON.stringify(dataFolder)}); process.send({ taken: true }); }
      catch ({ code, message }) { process.send({ taken: false, code, message }); }
    });
    setInterval(() => undefined, 60_000);`);
}

interface Outcome {
  taken: boolean;
  code?: string;
  message?: string;
}

function take({ child, message }: NodeProcess): Promise<Outcome> {
  child.send('go');
  return message(
    (value): value is Outcome => typeof value === 'object' && value !== null && 'taken' in value,
  );
}

describe('the lock of a data folder', () => {
  it('is refused to a second process at once, naming the folder and the holder', async () => {
    const holder = contender(folder.path);
    expect(await take(holder)).toEqual({ taken: true });
    expect(() => lockDataFolder(folder.path)).toThrow(
      expect.objectContaining({
        code: 'DATA_FOLDER_IN_USE',
        message: expect.stringMatching(`${folder.path}.*process ${holder.pid}\\b`) as string,
      }) as Error,
    );
    await holder.killHard();
  });

  it('is refused through a link to the folder, and within one process', () => {
    const link = path.join(folder.path, 'link');
    symlinkSync(folder.path, link);
    const lock = lockDataFolder(folder.path);
    expect(() => lockDataFolder(link)).toThrow(/in use by process/);
    lock.release();
    lockDataFolder(link).release();
  });

  it('is free again after kill -9 of its holder', async () => {
    const holder = contender(folder.path);
    await take(holder);
    await holder.killHard();
    lockDataFolder(folder.path).release();
  });

  it('is free when the number of its dead holder belongs to another process now', () => {
    mkdirSync(path.join(folder.path, 'lock'));
    const entry = JSON.stringify({ pid: process.pid, identity: 'an earlier boot:17' });
    writeFileSync(path.join(folder.path, 'lock', '3'), entry);
    const lock = lockDataFolder(folder.path);
    expect(() => lockDataFolder(folder.path)).toThrow(/in use/);
    lock.release();
  });

  it.each(['', '{', 'null', '{"pid":1}'])(
    'is free when a crash of the machine left an entry of %j',
    (contents) => {
      mkdirSync(path.join(folder.path, 'lock'));
      writeFileSync(path.join(folder.path, 'lock', '1'), contents);
      lockDataFolder(folder.path).release();
    },
  );

  it('goes to exactly one of many processes, also when all of them find a dead holder', async () => {
    for (let round = 0; round < 3; round++) {
      const contenders = Array.from({ length: 6 }, () => contender(folder.path));
      const outcomes = await Promise.all(contenders.map(take));
      expect(outcomes.filter(({ taken }) => taken)).toHaveLength(1);
      for (const { taken, code } of outcomes) if (!taken) expect(code).toBe('DATA_FOLDER_IN_USE');
      // Killed, so that the next round begins with the entry of a dead holder.
      await Promise.all(contenders.map(({ killHard }) => killHard()));
    }
  });

  it('leaves one small file however often it is taken', () => {
    for (let time = 0; time < 5; time++) lockDataFolder(folder.path).release();
    expect(readdirSync(path.join(folder.path, 'lock'))).toHaveLength(1);
  });

  it('is given back twice, and after the folder was deleted, without harm', () => {
    const first = lockDataFolder(folder.path);
    first.release();
    const second = lockDataFolder(folder.path);
    first.release();
    expect(() => lockDataFolder(folder.path)).toThrow(/in use/);
    rmSync(folder.path, { recursive: true });
    second.release();
    expect(existsSync(folder.path)).toBe(false);
  });
});
