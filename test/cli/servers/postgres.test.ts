import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isProcessAlive } from '../../../cli/process/is-process-alive';
import { ensureDatabase } from '../../../cli/servers/ensure-database';
import { startPostgres } from '../../../cli/servers/postgres';
import { type TemporaryTestFolder, makeTestFolder } from '../../kit/temporary-folder';
import { column, startGuarded } from './postgres-files';

let folder: TemporaryTestFolder;
let dataFolder: string;

beforeEach(() => {
  folder = makeTestFolder();
  dataFolder = path.join(folder.path, 'postgres');
});

afterEach(() => folder.remove());

describe('a private PostgreSQL', () => {
  it('answers on a unix socket only, and leaves nothing when it is stopped', async () => {
    const server = await startGuarded(dataFolder);
    expect(await column(server.url(), 'SHOW listen_addresses')).toEqual(['']);
    expect(server.adopted).toBe(false);
    expect(Number.parseInt(server.version, 10)).toBeGreaterThanOrEqual(14);
    await server.stop();
    await server.stop();
    expect(isProcessAlive(server.pid)).toBe(false);
    expect(existsSync(path.join(dataFolder, 'postmaster.pid'))).toBe(false);
    expect(existsSync(server.socketFolder)).toBe(false);
  });

  it('keeps its data over a stop, and makes a database once', async () => {
    const first = await startGuarded(dataFolder, true);
    const urls = await Promise.all([1, 2, 3].map(() => ensureDatabase(first.url(), 'last mile')));
    await column(urls[0] ?? '', 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await startGuarded(dataFolder, true);
    expect(second.adopted).toBe(false);
    expect(await column(second.url('last mile'), 'SELECT answer FROM kept')).toEqual([42]);
    expect(await column(second.url(), 'SHOW fsync')).toEqual(['on']);
    await second.stop();
  });

  it('is stopped although clients are connected and busy', async () => {
    const server = await startGuarded(dataFolder);
    const busy = column(server.url(), 'SELECT pg_sleep(60)').catch((error: unknown) => error);
    await column(server.url(), 'SELECT 1');
    await server.stop();
    expect(isProcessAlive(server.pid)).toBe(false);
    expect(await busy).toBeInstanceOf(Error);
  });

  it('never runs as root, also in a folder that belongs to root', async () => {
    mkdirSync(dataFolder, { mode: 0o755 });
    const server = await startGuarded(dataFolder);
    const uid = execFileSync('ps', ['-o', 'uid=', '-p', String(server.pid)], { encoding: 'utf8' });
    expect(Number(uid)).not.toBe(0);
    expect(statSync(dataFolder).uid).toBe(Number(uid));
    expect(statSync(dataFolder).mode & 0o077).toBe(0);
    await server.stop();
  });

  it('runs on data below a folder that only we may enter', async () => {
    const closed = path.join(folder.path, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const server = await startGuarded(path.join(closed, 'postgres'));
    expect(await column(server.url(), 'SELECT 1')).toEqual([1]);
    const again = await startGuarded(path.join(closed, 'postgres'));
    expect(again).toMatchObject({ adopted: true, pid: server.pid });
    await server.stop();
    const restarted = await startGuarded(path.join(closed, 'postgres'));
    expect(restarted.adopted).toBe(false);
    await restarted.stop();
  });

  it('is one server for a folder and for a link to it', async () => {
    const server = await startGuarded(dataFolder);
    symlinkSync(folder.path, path.join(folder.path, 'link'));
    const throughLink = await startGuarded(path.join(folder.path, 'link', 'postgres'));
    expect(throughLink).toMatchObject({ adopted: true, pid: server.pid });
    await throughLink.stop();
    expect(isProcessAlive(server.pid)).toBe(false);
  });

  it('refuses a folder with files of others, and leaves them alone', async () => {
    mkdirSync(dataFolder);
    writeFileSync(path.join(dataFolder, 'thesis.txt'), 'years of work');
    await expect(startPostgres({ dataFolder, durable: false })).rejects.toMatchObject({
      code: 'DATA_FOLDER_FOREIGN',
      message: expect.stringContaining(dataFolder) as string,
    });
    expect(readdirSync(dataFolder)).toEqual(['thesis.txt']);
    expect(readdirSync(folder.path)).toEqual(['postgres']);
  });

  it('refuses data of a major version that is not installed', async () => {
    mkdirSync(dataFolder);
    writeFileSync(path.join(dataFolder, 'PG_VERSION'), '9\n');
    await expect(startPostgres({ dataFolder, durable: false })).rejects.toMatchObject({
      code: 'POSTGRES_VERSION_MISMATCH',
    });
  });

  it('says why it does not start, with the place of its log', async () => {
    const server = await startGuarded(dataFolder);
    await server.stop();
    writeFileSync(path.join(dataFolder, 'postgresql.auto.conf'), "no_such_setting = 'x'\n");
    await expect(startPostgres({ dataFolder, durable: false })).rejects.toMatchObject({
      code: 'POSTGRES_FAILED',
      message: expect.stringMatching(/configuration file.*postgresql\.auto\.conf.*server\.log/s) as string,
    });
  });
});
