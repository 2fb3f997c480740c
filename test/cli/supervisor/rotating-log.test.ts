import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { beginLog, rotatingLog } from '../../../cli/supervisor/rotating-log';
import { type TemporaryTestFolder, makeTestFolder } from '../../kit/temporary-folder';

let folder: TemporaryTestFolder;
let file: string;
beforeEach(() => {
  folder = makeTestFolder();
  file = path.join(folder.path, 'part.log');
});
afterEach(() => folder.remove());

async function write(largestBytes: number, ...lines: string[]): Promise<void> {
  const log = rotatingLog(file, largestBytes);
  for (const line of lines) log.write(line);
  log.end();
  await once(log, 'finish');
}

describe('the log of a part', () => {
  it('keeps what an earlier life wrote and adds to it', async () => {
    await write(100, 'first\n');
    await write(100, 'second\n');
    expect(readFileSync(file, 'utf8')).toBe('first\nsecond\n');
    expect(existsSync(`${file}.1`)).toBe(false);
  });

  it('never takes more than twice its limit, and keeps the newest lines', async () => {
    await write(20, ...Array.from({ length: 1_000 }, (_, i) => `line ${i}\n`));
    expect(readFileSync(file, 'utf8').length).toBeLessThanOrEqual(20);
    expect(readFileSync(`${file}.1`, 'utf8').length).toBeLessThanOrEqual(20);
    expect(readFileSync(`${file}.1`, 'utf8') + readFileSync(file, 'utf8')).toMatch(/line 998\nline 999\n$/);
  });

  it('begins anew at a start, keeping the log of the last start only', () => {
    for (const start of ['one', 'two', 'three']) {
      beginLog(file);
      writeFileSync(file, start);
    }
    expect(readFileSync(file, 'utf8')).toBe('three');
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('two');
  });

  it('loses lines rather than the process when its folder is deleted', async () => {
    const log = rotatingLog(file);
    rmSync(folder.path, { recursive: true });
    log.write('into nothing\n');
    log.end();
    await once(log, 'finish');
    expect(existsSync(file)).toBe(false);
  });
});
