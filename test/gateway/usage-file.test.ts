import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { UsageFile } from '../../gateway/usage/usage-file';
import { makeTestFolder } from '../kit/temporary-folder';

const LINE = `${'x'.repeat(99)}\n`;

function newPath(): string {
  return path.join(makeTestFolder().path, 'usage.ndjson');
}

function sizes(file: string): Record<string, number> {
  const folder = path.dirname(file);
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, statSync(path.join(folder, name)).size]),
  );
}

describe('the file of recorded usage', () => {
  it('is added to, also after a restart', async () => {
    const file = newPath();
    for (const line of ['one\n', 'two\n']) {
      const usage = await UsageFile.open(file, { bytes: 1_000, files: 2 });
      await usage.append([line]);
      await usage.close();
    }
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
  });

  it('is put aside before it grows too large, and only so many are kept', async () => {
    const file = newPath();
    const usage = await UsageFile.open(file, { bytes: 250, files: 2 });
    for (let number = 1; number <= 9; number += 1) await usage.append([`${number}${LINE.slice(1)}`]);
    await usage.close();
    expect(sizes(file)).toEqual({ 'usage.ndjson': 100, 'usage.ndjson.1': 200, 'usage.ndjson.2': 200 });
    expect(readFileSync(file, 'utf8')[0]).toBe('9');
    expect(readFileSync(`${file}.1`, 'utf8')[0]).toBe('7');
  });

  it('takes a line that is larger than a whole file', async () => {
    const file = newPath();
    const usage = await UsageFile.open(file, { bytes: 10, files: 1 });
    await usage.append([LINE]);
    await usage.append([LINE]);
    await usage.close();
    expect(sizes(file)).toEqual({ 'usage.ndjson': 100, 'usage.ndjson.1': 100 });
  });

  it('is begun anew when somebody moved it away', async () => {
    const file = newPath();
    const usage = await UsageFile.open(file, { bytes: 1_000, files: 2 });
    await usage.append(['one\n']);
    renameSync(file, `${file}.moved`);
    await usage.append(['two\n']);
    await usage.close();
    expect(readFileSync(file, 'utf8')).toBe('two\n');
    expect(readFileSync(`${file}.moved`, 'utf8')).toBe('one\n');
  });

  it('loses and mixes no line of several writers that rotate it', async () => {
    const file = newPath();
    const rotation = { bytes: 2_000, files: 1_000 };
    const writers = await Promise.all([1, 2, 3].map(() => UsageFile.open(file, rotation)));
    const write = async (writer: UsageFile, name: number): Promise<void> => {
      for (let number = 0; number < 100; number += 1)
        await writer.append([`${name}-${number}-${'y'.repeat(90)}\n`]);
      await writer.close();
    };
    await Promise.all(writers.map(write));
    const folder = path.dirname(file);
    const names = readdirSync(folder);
    const lines = names.flatMap((name) =>
      readFileSync(path.join(folder, name), 'utf8').trimEnd().split('\n'),
    );
    expect(lines).toHaveLength(300);
    expect(new Set(lines).size).toBe(300);
    expect(lines.every((line) => /^\d-\d+-y{90}$/.test(line))).toBe(true);
    expect(names.length).toBeGreaterThan(10);
  });

  it('waits for nobody who holds the lock, and takes it from who is gone', async () => {
    const file = newPath();
    const usage = await UsageFile.open(file, { bytes: 150, files: 2 });
    const lock = `${file}.lock`;
    mkdirSync(lock);
    await usage.append([LINE]);
    await usage.append([LINE]);
    expect(sizes(file)).toMatchObject({ 'usage.ndjson': 200 });
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(lock, longAgo, longAgo);
    await usage.append([LINE]);
    await usage.append([LINE]);
    await usage.close();
    expect(sizes(file)).toEqual({ 'usage.ndjson': 100, 'usage.ndjson.1': 300 });
    expect(existsSync(lock)).toBe(false);
  });

  it('is written in pieces of many lines', async () => {
    const file = newPath();
    const usage = await UsageFile.open(file, { bytes: 10_000_000, files: 1 });
    await usage.append(Array.from({ length: 10_000 }, () => LINE));
    await usage.append([]);
    await usage.close();
    expect(statSync(file).size).toBe(1_000_000);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
