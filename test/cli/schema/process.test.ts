import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../structure/source-files';
import { LINK } from '../../kit/sdl';
import { makeSchemaFiles, type SchemaFiles } from '../../kit/schema-files';

const MAIN = path.join(ROOT, 'dist/cli/main.js');
const run = promisify(execFile);
let files: SchemaFiles;

beforeAll(() => {
  if (!existsSync(MAIN)) throw new Error('expected a build: npm run build');
  files = makeSchemaFiles({
    'base/a.graphql': `${LINK} type Query { a: Int b: Int }`,
    'next/a.graphql': `${LINK} type Query { a: Int }`,
    'bad/a.graphql': 'type Query {\n  a Int\n}',
  });
});

afterAll(() => files.remove());

describe('the process of a check', () => {
  it.each([
    ['base', 0],
    ['next', 1],
    ['bad', 2],
    ['nowhere', 2],
  ])('of %s ends with %i', async (candidate, code) => {
    const parameters = ['check', '--base', 'base', '--candidate', candidate, '--format', 'json'];
    const outcome = await files.process(...parameters);
    expect(outcome.code).toBe(code);
    expect(outcome.result().conclusion).toBe(['safe', 'breaking', 'failed'][code]);
  });

  it('prints no colours when nobody looks', async () => {
    const { stdout } = await files.process('check', '--base', 'base', '--candidate', 'next');
    expect(stdout).toContain('✖ 1 breaking change\n  Query.b  FIELD_REMOVED\n');
  });

  it('ends with 2 for an unknown flag and shows how it is used', async () => {
    const { code, stdout, stderr } = await files.process('check', '--base', 'base', '--nope');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain("error: unknown option '--nope'");
    expect(stderr).toContain('Usage: lastmile schema check');
  });

  it('does not mind that nobody reads on', async () => {
    const { stdout, stderr } = await run(
      'bash',
      ['-c', `"${process.execPath}" "${MAIN}" schema check --base base --candidate next --format json | true; echo "\${PIPESTATUS[0]}"`],
      { cwd: files.path },
    );
    expect([stdout, stderr]).toEqual(['1\n', '']);
  }); // prettier-ignore

  it('plans recorded operations in threads that end with it', async () => {
    files.write({ 't.ndjson': '{"client":"c","operation":"Q","document":"query Q { a }","count":1,"lastSeen":null}' });
    const parameters = ['check', '--base', 'base', '--candidate', 'next', '--traffic', 't.ndjson', '--format', 'json'];
    const { code, result } = await files.process(...parameters);
    expect(code).toBe(0);
    expect(result().plans).toMatchObject([{ operation: 'Q', before: { fetches: 1 }, after: { fetches: 1 } }]);
  }); // prettier-ignore
});

describe('a check of the project itself', () => {
  it('that finds nothing takes less than three seconds of processor time', async () => {
    // Seconds on the clock say more about the machine that runs the tests.
    const probe = "process.on('exit', () => process.stderr.write(String(process.cpuUsage().user)))";
    files.write({ 'probe.js': probe });
    const parameters = ['schema', 'check', '--base', ROOT, '--candidate', ROOT];
    const { stdout, stderr } = await run(process.execPath, ['-r', './probe.js', MAIN, ...parameters], {
      cwd: files.path,
      env: { ...process.env, NO_COLOR: '', FORCE_COLOR: '' },
    });
    expect(stdout).toContain('No breaking change: 0 breaking, 0 dangerous, 0 safe');
    expect(Number(stderr)).toBeGreaterThan(0);
    expect(Number(stderr)).toBeLessThan(3e6);
  });
});
