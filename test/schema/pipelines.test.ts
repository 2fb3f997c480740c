import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from '../structure/source-files';
import { LINK } from '../kit/sdl';
import { makeSchemaFiles, type SchemaFiles } from '../kit/schema-files';

const GITHUB = z.object({
  jobs: z.object({
    check: z.object({
      env: z.record(z.string(), z.string()),
      steps: z.array(z.object({ run: z.string().optional(), if: z.string().optional() })),
    }),
  }),
});
const GITLAB = z.object({
  schema: z.object({ variables: z.record(z.string(), z.coerce.string()), script: z.array(z.string()) }),
});

/** The examples of the README that are of a form. */
function exampleOf<T>(form: z.ZodType<T>): T {
  const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```yaml\n(.*?)^```$/gms)].map((match) =>
    form.safeParse(parse(match[1] ?? '')),
  );
  const [found, ...others] = blocks.flatMap((block) => (block.success ? [block.data] : []));
  if (!found || others.length > 0) throw new Error('expected one example');
  return found;
}

const SDL = `${LINK}\ntype Query {\n  a: Int @tag(name: "partner")\n  b: Int\n}\n`;
let files: SchemaFiles;

/** A repository that uses `lastmile` as this one does; what its lockfile names is nothing, so that `npm ci` needs no network. */
beforeEach(() => {
  const lastmile = `exec node "${path.join(ROOT, 'dist/cli/main.js')}"`;
  const project = { name: 'project', version: '1.0.0' };
  files = makeSchemaFiles({
    'package.json': JSON.stringify({ ...project, scripts: { lastmile } }),
    'package-lock.json': JSON.stringify({ ...project, lockfileVersion: 3, packages: { '': project } }),
    'subgraphs/one/schema.graphql': SDL,
    'schema/operations/portal.graphql': 'query Both { a b }',
    'schema/partners/acme.yaml': 'include: [partner]\n',
  });
  files.commit();
});

afterEach(() => files.remove());

interface ShellStep {
  readonly run: string;
  readonly always: boolean;
}

/** Whoever runs the tests in colours would have them in what is looked at. */
const PLAIN = { ...process.env, NO_COLOR: '', FORCE_COLOR: '' };

/** Runs steps as a runner does: after one that failed only those that always run. */
function runSteps(steps: readonly ShellStep[], shell: readonly string[], env: Record<string, string>) {
  const summary = path.join(files.path, 'summary.md');
  const outcomes: { run: string; code: number | null; output: string }[] = [];
  for (const { run, always } of steps) {
    if (outcomes.some(({ code }) => code !== 0) && !always) continue;
    const { status, stdout, stderr } = spawnSync('bash', [...shell, run], {
      cwd: files.path,
      env: { ...PLAIN, ...env, GITHUB_STEP_SUMMARY: summary, npm_config_offline: 'true', },
      encoding: 'utf8',
    }); // prettier-ignore
    outcomes.push({ run, code: status, output: `${stdout}${stderr}` });
  }
  return outcomes;
}

function runGithub() {
  const { env, steps } = exampleOf(GITHUB).jobs.check;
  const shellSteps = steps.flatMap(({ run, if: condition }) =>
    run === undefined ? [] : [{ run, always: condition === 'always()' }],
  );
  expect(env['BASE']).toBe('origin/${{ github.base_ref }}');
  return runSteps(shellSteps, ['-e', '-c'], { ...env, BASE: 'HEAD' });
}

function runGitlab() {
  const { variables, script } = exampleOf(GITLAB).schema;
  return runSteps(
    script.map((run) => ({ run, always: false })),
    ['-e', '-o', 'pipefail', '-c'],
    { ...variables, CI_MERGE_REQUEST_DIFF_BASE_SHA: files.git('rev-parse', 'HEAD').trim() },
  );
}

const codesOf = (outcomes: readonly { readonly code: number | null }[]) => outcomes.map(({ code }) => code);

describe('the GitHub example', () => {
  it('passes when nothing breaks', () => {
    expect(codesOf(runGithub())).toEqual([0, 0, 0, 0]);
    expect(files.read('summary.md')).toContain('✅ Schema check');
  });

  it('stops a break with annotations, a summary and SARIF', () => {
    files.write({ 'subgraphs/one/schema.graphql': SDL.replace('  a: Int @tag(name: "partner")\n', '  c: Int @tag(name: "partner")\n') }); // prettier-ignore
    const outcomes = runGithub();
    expect(codesOf(outcomes)).toEqual([0, 1, 0, 0]);
    expect(outcomes[1]?.output).toMatch(
      /^::error file=subgraphs\/one\/schema.graphql,line=\d+,title=FIELD_REMOVED Query.a::/m,
    );
    expect(files.read('summary.md')).toContain('### Breaking for acme');
    expect(files.read('summary.md')).toContain('### Breaking for portal');
    expect(JSON.parse(files.read('schema.sarif'))).toMatchObject({ version: '2.1.0' });
  });

  it('fails for what does not compose', () => {
    files.write({ 'subgraphs/one/schema.graphql': 'type Query {\n  a Int\n}' });
    const outcomes = runGithub();
    expect(codesOf(outcomes)).toEqual([0, 2, 1, 1]);
    expect(outcomes[1]?.output).toContain(
      '::error file=subgraphs/one/schema.graphql,line=2,title=INVALID_GRAPHQL::',
    );
  });
});

describe('the GitLab example', () => {
  it('passes when nothing breaks', () => {
    expect(codesOf(runGitlab())).toEqual([0, 0, 0, 0]);
    expect(JSON.parse(files.read('schema-quality.json'))).toEqual([]);
  });

  it('stops a break, with its reports written', () => {
    files.write({ 'subgraphs/one/schema.graphql': SDL.replace('  b: Int\n', '') });
    const outcomes = runGitlab();
    expect(codesOf(outcomes)).toEqual([0, 0, 0, 1]);
    expect(outcomes[3]?.output).toContain('Query.b  FIELD_REMOVED');
    expect(files.read('schema-junit.xml')).toContain('<failure type="FIELD_REMOVED"');
    expect(JSON.parse(files.read('schema-quality.json'))).toMatchObject([
      { check_name: 'FIELD_REMOVED', location: { path: 'subgraphs/one/schema.graphql' } },
    ]);
  });
});

describe("this project's own pipeline", () => {
  /** A copy of the script in a repository of its own, beside the project's program. */
  function runOwn(): { code: number | null; output: string } {
    cpSync(path.join(ROOT, '.ci/check-schema'), path.join(files.path, '.ci/check-schema'));
    chmodSync(path.join(files.path, '.ci/check-schema'), 0o755);
    files.write({
      'dist/cli/main.js': `require(${JSON.stringify(path.join(ROOT, 'dist/cli/main.js'))});`,
      'schema/lint.yaml': readFileSync(path.join(ROOT, 'schema/lint.yaml')),
    });
    const { status, stdout, stderr } = spawnSync('./.ci/check-schema', {
      cwd: files.path,
      encoding: 'utf8',
      env: PLAIN,
    });
    return { code: status, output: `${stdout}${stderr}` };
  }

  it('goes on at a first commit, and says so', () => {
    expect(runOwn()).toEqual({ code: 0, output: expect.stringContaining('HEAD~1 is not here') });
  });

  it('goes on outside of a repository', () => {
    const outside = makeSchemaFiles();
    cpSync(path.join(ROOT, '.ci/check-schema'), path.join(outside.path, '.ci/check-schema'));
    const { status, stdout } = spawnSync('bash', ['.ci/check-schema'], {
      cwd: outside.path,
      encoding: 'utf8',
      env: PLAIN,
    });
    expect([status, stdout]).toEqual([0, expect.stringContaining('nothing to compare with')]);
    outside.remove();
  });

  it('stops a break since the commit before', () => {
    files.write({ 'subgraphs/one/schema.graphql': SDL.replace('  b: Int\n', '') });
    files.commit();
    expect(runOwn()).toEqual({ code: 1, output: expect.stringContaining('→ portal Both') });
  });

  it('is run by .ci/run', () => {
    expect(readFileSync(path.join(ROOT, '.ci/run'), 'utf8')).toContain('npm run -s check:schema');
    expect(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).toContain('.ci/check-schema');
    expect(existsSync(path.join(ROOT, 'schema/approvals.yaml'))).toBe(true);
  });
});
