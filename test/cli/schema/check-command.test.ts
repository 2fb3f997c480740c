import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LINK } from '../../kit/sdl';
import { makeSchemaFiles, type SchemaFiles } from '../../kit/schema-files';

const BASE = `${LINK}
type Query {
  a: A
  e(kind: Kind): Int @authenticated
}
type A @key(fields: "id") {
  id: ID!
  x: Int @tag(name: "partner")
  y: Int
}
enum Kind {
  ONE
  TWO
}
`;
/** Without A.x. */
const REMOVED = BASE.replace(/ {2}x: .*\n/, '');
const TRAFFIC = `{"client":"portal","operation":"Q","document":"query Q { a { x } }","count":5,"lastSeen":"2026-11-01T00:00:00Z"}\n`;

let files: SchemaFiles;

beforeEach(() => {
  files = makeSchemaFiles({ 'base/a.graphql': BASE, 'next/a.graphql': REMOVED });
});

afterEach(() => files.remove());

/** Runs a check of `next` against `base` and reads what it says. */
const check = (...parameters: string[]) =>
  files.schema('check', '--base', 'base', '--candidate', 'next', '--format', 'json', ...parameters);

describe('the exit code', () => {
  it('is 0 when nothing differs', async () => {
    files.write({ 'next/a.graphql': BASE });
    const { code, result, stderr } = await check();
    expect([code, stderr]).toEqual([0, '']);
    expect(result()).toEqual({
      conclusion: 'safe',
      changes: [],
      composition: { errors: [], hints: [] },
      plans: [],
    });
  });

  it('is 1 when something breaks, which is told with its code and coordinate', async () => {
    const { code, result } = await check();
    expect(code).toBe(1);
    expect(result()).toMatchObject({
      conclusion: 'breaking',
      changes: [{ code: 'FIELD_REMOVED', severity: 'breaking', coordinate: 'A.x', affected: [] }],
    });
  });

  it('is 2 when the candidate does not compose, and the report is still printed', async () => {
    files.write({ 'next/b.graphql': `${LINK}\ntype A @key(fields: "id") {\n  id: ID!\n  y: String\n}` });
    const { code, result } = await check();
    expect(code).toBe(2);
    expect(result()).toMatchObject({
      conclusion: 'failed',
      composition: { errors: expect.arrayContaining([expect.objectContaining({ code: 'FIELD_TYPE_MISMATCH', file: 'next/b.graphql', line: 4 })]) },
    }); // prettier-ignore
  });

  it('is 2 when the base does not compose', async () => {
    files.write({ 'base/a.graphql': `${BASE}\ntype B @key(fields: "no") { x: Int }` });
    const { code, result } = await check();
    expect(code).toBe(2);
    expect(result().composition.errors).toMatchObject([
      { code: 'KEY_INVALID_FIELDS', file: 'base/a.graphql', line: 16 },
    ]);
  });
});

/** Inputs that cannot be used: files that are written, parameters that are given, and what is told. */
const MALFORMED: [string, Record<string, string | Buffer>, string[], { code: string; file: string; line: number | null }][] = [
  ['a syntax error', { 'next/a.graphql': 'type Query {\r\n  a: Int\r\n  b Int\r\n}' }, [], { code: 'INVALID_GRAPHQL', file: 'next/a.graphql', line: 3 }],
  ['an unknown directive', { 'next/a.graphql': 'type Query {\n  a: Int @nope\n}' }, [], { code: 'INVALID_GRAPHQL', file: 'next/a.graphql', line: 2 }],
  ['a file of 10 MB', { 'next/a.graphql': Buffer.alloc(10_000_000, '#') }, [], { code: 'FILE_TOO_LARGE', file: 'next/a.graphql', line: null }],
  ['a binary file', { 'next/a.graphql': Buffer.from([0, 159, 146, 150]) }, [], { code: 'FILE_NOT_TEXT', file: 'next/a.graphql', line: null }],
  ['a folder without SDL', { 'none/readme.md': '' }, ['--candidate', 'none'], { code: 'FOLDER_EMPTY', file: 'none', line: null }],
  ['a missing folder', {}, ['--base', 'nowhere'], { code: 'FILE_UNREADABLE', file: 'nowhere', line: null }],
  ['a file that is no supergraph', {}, ['--base', 'base/a.graphql'], { code: 'INVALID_FEDERATION_SUPERGRAPH', file: 'base/a.graphql', line: 1 }],
  ['a supergraph with a syntax error', { 's.graphql': 'type Query {\n' }, ['--base', 's.graphql'], { code: 'INVALID_GRAPHQL', file: 's.graphql', line: 2 }],
  ['a revision outside of a repository', {}, ['--base', 'git:HEAD'], { code: 'REVISION_UNKNOWN', file: 'git:HEAD', line: null }],
  ['a broken traffic line', { 't.ndjson': `${TRAFFIC}{"client": \n` }, ['--traffic', 't.ndjson'], { code: 'TRAFFIC_INVALID', file: 't.ndjson', line: 2 }],
  ['a traffic line with a document that is no GraphQL', { 't.ndjson': TRAFFIC.replace('query Q', 'quer Q') }, ['--traffic', 't.ndjson'], { code: 'TRAFFIC_INVALID', file: 't.ndjson', line: 1 }],
  ['a folder as traffic', {}, ['--traffic', 'base'], { code: 'FILE_UNREADABLE', file: 'base', line: null }],
  ['missing traffic', {}, ['--traffic', 'nowhere'], { code: 'FILE_UNREADABLE', file: 'nowhere', line: null }],
  ['a trusted document that is none', { 'ops/portal.graphql': 'query Q {\n  a {\n' }, ['--operations', 'ops'], { code: 'OPERATIONS_INVALID', file: 'ops/portal.graphql', line: 3 }],
  ['a file as the folder of operations', {}, ['--operations', 'base/a.graphql'], { code: 'FILE_UNREADABLE', file: 'base/a.graphql', line: null }],
  ['no folder of operations', {}, ['--operations', 'nowhere'], { code: 'FILE_UNREADABLE', file: 'nowhere', line: null }],
  ['an unknown field of a partner', { 'p/acme.yaml': 'include: [partner]\nexclud: []\n' }, ['--partners', 'p'], { code: 'PARTNER_INVALID', file: 'p/acme.yaml', line: 2 }],
  ['a partner that is no map', { 'p/acme.yaml': '# nothing\n' }, ['--partners', 'p'], { code: 'PARTNER_INVALID', file: 'p/acme.yaml', line: 1 }],
  ['a partner with a tag in both lists', { 'p/acme.yaml': 'include: [x]\nexclude:\n  - x\n' }, ['--partners', 'p'], { code: 'PARTNER_INVALID', file: 'p/acme.yaml', line: 2 }],
  ['no partner', { 'p/readme.md': '' }, ['--partners', 'p'], { code: 'FOLDER_EMPTY', file: 'p', line: null }],
  ['approvals with an unknown key', { 'ok.yaml': '- cod: X\n' }, ['--approvals', 'ok.yaml'], { code: 'APPROVALS_INVALID', file: 'ok.yaml', line: 1 }],
  ['approvals that are named but missing', {}, ['--approvals', 'nowhere'], { code: 'FILE_UNREADABLE', file: 'nowhere', line: null }],
  ['a lint configuration with an unknown rule', { 'lint.yaml': 'rules:\n  nothing: off\n' }, ['--lint-config', 'lint.yaml'], { code: 'LINT_CONFIG_INVALID', file: 'lint.yaml', line: 2 }],
]; // prettier-ignore

describe('malformed input', () => {
  it.each(MALFORMED)('ends with 2, names the place, has no stack and writes nothing: %s', async (_, written, parameters, error) => {
    files.write(written);
    const before = readdirSync(files.path, { recursive: true }).sort();
    const { code, result, stderr } = await check('--output', 'report.json', ...parameters);
    expect(code).toBe(2);
    expect(result()).toMatchObject({ conclusion: 'failed', changes: [], plans: [] });
    expect(result().composition.errors).toContainEqual({ message: expect.any(String), ...error });
    expect(stderr).toContain(error.line === null ? error.file : `${error.file}:${error.line}: `);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(files.path, { recursive: true }).sort()).toEqual(before);
  }); // prettier-ignore

  it('is told all at once', async () => {
    files.write({ 'next/a.graphql': 'x', 't.ndjson': '[]', 'p/acme.yaml': 'x: 1' });
    const { result } = await check('--traffic', 't.ndjson', '--partners', 'p');
    expect(
      result()
        .composition.errors.map(({ code }) => code)
        .sort(),
    ).toEqual(['INVALID_GRAPHQL', 'PARTNER_INVALID', 'TRAFFIC_INVALID']);
  });

  it.each([
    ['an unknown flag', ['--nope']],
    ['an unknown format', ['--format', 'xml']],
    ['a time that is none', ['--since', 'yesterday']],
    ['a number that is none', ['--min-count', 'few']],
    ['a flag without its value', ['--traffic']],
  ])('ends with 2 for %s', async (_, parameters) => {
    const { code, stderr } = await check(...parameters);
    expect(code).toBe(2);
    expect(stderr).toContain('error:');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('ends with 2 without a base', async () => {
    expect((await files.schema('check', '--candidate', 'next')).code).toBe(2);
  });
});

describe('traffic', () => {
  it('that is empty means that nothing is used', async () => {
    files.write({ 't.ndjson': '' });
    const { code, result } = await check('--traffic', 't.ndjson');
    expect([code, result().conclusion]).toEqual([0, 'safe']);
  });

  it('names who asks what is gone, how often, and when last', async () => {
    files.write({ 't.ndjson': `\uFEFF${TRAFFIC.trim()}\r\n\r\n` });
    const { code, result } = await check('--traffic', 't.ndjson');
    expect(code).toBe(1);
    expect(result().changes[0]?.affected).toEqual([
      { client: 'portal', operation: 'Q', count: 5, lastSeen: '2026-11-01T00:00:00Z' },
    ]);
  });

  it.each([
    ['--since', '2026-11-02'],
    ['--min-count', '6'],
    ['--exclude-client', 'portal'],
  ])('is not counted beyond %s %s', async (...parameters) => {
    files.write({ 't.ndjson': TRAFFIC });
    expect((await check('--traffic', 't.ndjson', ...parameters)).code).toBe(0);
  });

  it('may be in several files', async () => {
    files.write({ 't.ndjson': '', 'u.ndjson': TRAFFIC });
    expect((await check('--traffic', 't.ndjson', '--traffic', 'u.ndjson')).code).toBe(1);
  });

  it('that was invalid before the change is ignored', async () => {
    files.write({ 't.ndjson': TRAFFIC.replace('a { x }', 'a { x nope }') });
    expect((await check('--traffic', 't.ndjson')).code).toBe(0);
  });
});

describe('trusted documents', () => {
  it('count as used', async () => {
    files.write({ 't.ndjson': '', 'ops/portal.graphql': 'query Trusted { a { x } }' });
    const { code, result } = await check('--traffic', 't.ndjson', '--operations', 'ops');
    expect(code).toBe(1);
    expect(result().changes[0]?.affected).toMatchObject([{ client: 'portal', operation: 'Trusted' }]);
  });

  it('name who is hurt, but without traffic every break breaks', async () => {
    files.write({ 'ops/portal.graphql': 'query Trusted { a { y } }' });
    const { code, result } = await check('--operations', 'ops');
    expect(code).toBe(1);
    expect(result().changes[0]).toMatchObject({ severity: 'breaking', affected: [] });
  });

  it('are planned before and after', async () => {
    files.write({ 'ops/portal.graphql': 'query Trusted { a { y } }' });
    const { result } = await check('--operations', 'ops');
    expect(result().plans).toMatchObject([
      {
        client: 'portal',
        operation: 'Trusted',
        before: { fetches: 1 },
        after: { fetches: 1, subgraphs: ['a'] },
      },
    ]);
  });
});

describe('partners', () => {
  it('are named where something breaks in their contract', async () => {
    files.write({ 'p/acme.yaml': 'include: [partner]\n', 'p/globex.yml': 'exclude: [partner]\n' });
    files.write({ 'base/a.graphql': BASE.replace('id: ID!', 'id: ID! @tag(name: "partner")'), 'next/a.graphql': REMOVED.replace('id: ID!', 'id: ID! @tag(name: "partner")') }); // prettier-ignore
    files.write({ 'base/b.graphql': `${LINK}type Query { c: A @tag(name: "partner") } type A @key(fields: "id") { id: ID! }`, 'next/b.graphql': `${LINK}type Query { c: A @tag(name: "partner") } type A @key(fields: "id") { id: ID! }` }); // prettier-ignore
    const { code, result } = await check('--partners', 'p');
    expect(code).toBe(1);
    expect(result().changes).toMatchObject([
      { code: 'FIELD_REMOVED', coordinate: 'A.x', affected: [{ client: 'acme', operation: null }] },
    ]);
  });
});

describe('the output', () => {
  it('is written to a file, as a whole, and then nothing is printed', async () => {
    files.write({ 'report.json': 'old' });
    const { code, stdout } = await check('--output', 'report.json');
    expect([code, stdout]).toEqual([1, '']);
    expect(JSON.parse(files.read('report.json'))).toMatchObject({ conclusion: 'breaking' });
    expect(readdirSync(files.path).sort()).toEqual(['base', 'next', 'report.json']);
  });

  it('that cannot be written is an error, and the report is printed', async () => {
    mkdirSync(path.join(files.path, 'folder'));
    for (const output of ['nowhere/report.json', 'folder']) {
      const { code, result, stderr } = await check('--output', output);
      expect([code, result().conclusion]).toEqual([2, 'failed']);
      expect(stderr).toContain(`${output} cannot be written`);
    }
    expect(existsSync(path.join(files.path, 'nowhere'))).toBe(false);
  });

  it('may be a pipe, which stays one', async () => {
    const pipe = path.join(files.path, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [{ code }, text] = await Promise.all([check('--output', 'pipe'), readFile(pipe, 'utf8')]);
    expect(code).toBe(1);
    expect(JSON.parse(text)).toMatchObject({ conclusion: 'breaking' });
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it.each(['text', 'sarif', 'junit', 'markdown', 'github', 'gitlab'])('has the format %s', async (format) => {
    const { code, stdout } = await check('--format', format);
    expect(code).toBe(1);
    expect(stdout).toContain('FIELD_REMOVED');
  });
});

describe('approvals', () => {
  const approval = (until: string) =>
    `approvals:\n  - code: FIELD_REMOVED\n    coordinate: A.x\n    until: ${until}\n    reason: nobody asks it\n`;

  it('in schema/approvals.yaml let a break through until their last day', async () => {
    files.write({ 'schema/approvals.yaml': approval('2999-12-31') });
    expect((await check()).code).toBe(0);
    files.write({ 'schema/approvals.yaml': approval('2020-12-31') });
    const { code, result } = await check();
    expect(code).toBe(1);
    expect(result().changes[0]?.message).toContain('its approval expired on 2020-12-31');
  });

  it('may be in another file', async () => {
    files.write({ 'ok.yaml': approval('2999-12-31') });
    expect((await check('--approvals', 'ok.yaml')).code).toBe(0);
  });
});

describe('references', () => {
  it('default to the working tree, compared with a revision of it', async () => {
    files.write({ 'schema/a.graphql': BASE });
    files.commit();
    files.write({ 'schema/a.graphql': REMOVED });
    const { code, result } = await files.schema('check', '--base', 'git:HEAD', '--format', 'json');
    expect(code).toBe(1);
    expect(result().changes).toMatchObject([{ coordinate: 'A.x', file: 'schema/a.graphql' }]);
  });

  it('may be a supergraph on one side and subgraphs on the other', async () => {
    expect((await files.schema('compose', 'base', '--output', 'super.graphql')).code).toBe(0);
    const { code, result } = await files.schema(
      'check', '--base', 'super.graphql', '--candidate', 'next', '--format', 'json',
    ); // prettier-ignore
    expect(code).toBe(1);
    expect(result().changes).toMatchObject([{ code: 'FIELD_REMOVED', coordinate: 'A.x' }]);
  });

  it('of the same graph, as subgraphs and as supergraph, do not differ', async () => {
    await files.schema('compose', 'base', '--output', 'super.graphql');
    const { code, result } = await files.schema('check', '--base', 'base', '--candidate', 'super.graphql', '--format', 'json');
    expect([code, result().changes]).toEqual([0, []]);
  }); // prettier-ignore

  it('that may not be read are told by name', async () => {
    chmodSync(path.join(files.path, 'next/a.graphql'), 0o000);
    // The account root may read everything.
    if (process.getuid?.() === 0) return;
    expect((await check()).stderr).toContain('next/a.graphql cannot be read: permission was denied.');
  });
});

describe('lifted protection', () => {
  it('is never safe, used or not', async () => {
    files.write({ 'next/a.graphql': BASE.replace(' @authenticated', ''), 't.ndjson': '' });
    for (const parameters of [[], ['--traffic', 't.ndjson']]) {
      const { code, result } = await check(...parameters);
      expect(code).toBe(1);
      expect(result().changes).toMatchObject([{ code: 'AUTHENTICATED_REMOVED', severity: 'breaking', coordinate: 'Query.e' }]);
    }
  }); // prettier-ignore
});
