import path from 'node:path';
import { InputError } from '../../../schema/sources/input-error';
import { readRef } from '../../../schema/sources/read-ref';
import { makeSchemaFiles, type SchemaFiles } from '../../kit/schema-files';

const SUPERGRAPH = 'schema @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION) { query: Query }';
let files: SchemaFiles;

beforeEach(() => {
  files = makeSchemaFiles();
});

afterEach(() => files.remove());

/** The names and files of subgraphs, or the file of a supergraph, or the codes of what is wrong. */
async function read(ref: string, sibling?: string): Promise<string[]> {
  try {
    const source = await readRef(ref, { folder: files.path, ...(sibling !== undefined && { sibling }) });
    if (source.kind === 'supergraph') return [`supergraph ${source.file}`];
    return source.subgraphs.map(({ name, file }) => `${name} ${file}`);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.findings.map(({ code, file }) => `${code} ${file}`);
  }
}

describe('a folder', () => {
  it('holds a subgraph in each <name>.graphql', async () => {
    files.write({
      'one/b.graphql': 'x',
      'one/a.graphql': 'x',
      'one/notes.md': 'x',
      'one/deep/c.graphql': 'x',
    });
    expect(await read('one')).toEqual(['a one/a.graphql', 'b one/b.graphql']);
    expect(await read('./one/')).toEqual(['a one/a.graphql', 'b one/b.graphql']);
  });

  it('is not the one at hand when a variable was not set', async () => {
    files.write({ 'a.graphql': 'x' });
    expect(await read('')).toEqual(['FILE_UNREADABLE null']);
    expect(await read('.')).toEqual(['a a.graphql']);
  });

  it('may be named absolutely', async () => {
    files.write({ 'one/a.graphql': 'x' });
    const folder = path.join(files.path, 'one');
    expect(await read(folder)).toEqual([`a ${folder}/a.graphql`]);
  });

  it('may hold the composed supergraph beside the subgraphs', async () => {
    files.write({ 'one/a.graphql': 'x', 'one/supergraph.graphql': SUPERGRAPH });
    expect(await read('one')).toEqual(['a one/a.graphql']);
  });

  it('may hold a supergraph and nothing else', async () => {
    files.write({ 'one/supergraph.graphql': SUPERGRAPH, 'one/operations/a.graphql': 'query { a }' });
    expect(await read('one')).toEqual(['supergraph one/supergraph.graphql']);
  });

  it.each([
    ['subgraphs/<name>/schema.graphql', 'subgraphs/a/schema.graphql'],
    ['subgraphs/<name>.graphql', 'subgraphs/a.graphql'],
    ['schema/subgraphs/<name>.graphql', 'schema/subgraphs/a.graphql'],
    ['schema/<name>.graphql', 'schema/a.graphql'],
    ['<name>/schema.graphql', 'a/schema.graphql'],
  ])('may be a project with %s', async (_, file) => {
    files.write({
      [file]: 'x',
      'schema/supergraph.graphql': SUPERGRAPH,
      'node_modules/b/schema.graphql': 'x',
    });
    expect(await read('.')).toEqual([`a ${file}`]);
  });

  it('is refused when it is empty, missing, or holds other files', async () => {
    files.write({ 'other/readme.md': 'x', 'other/.graphql': 'x' });
    expect(await read('other')).toEqual(['FOLDER_EMPTY other']);
    expect(await read('nowhere')).toEqual(['FILE_UNREADABLE nowhere']);
  });
});

describe('a file', () => {
  it('is a supergraph', async () => {
    files.write({ 'graph.graphql': SUPERGRAPH });
    expect(await read('graph.graphql')).toEqual(['supergraph graph.graphql']);
  });

  it('is refused when it is larger than SDL can be', async () => {
    files.write({ 'graph.graphql': Buffer.alloc(8 * 1024 * 1024 + 1, '#') });
    expect(await read('graph.graphql')).toEqual(['FILE_TOO_LARGE graph.graphql']);
  });

  it.each([
    ['binary', Buffer.from([0xff, 0xfe, 0x00, 0x41])],
    ['with a zero byte', Buffer.from('type Query {\0}')],
  ])('is refused when it is %s', async (_, bytes) => {
    files.write({ 'one/a.graphql': bytes });
    expect(await read('one')).toEqual(['FILE_NOT_TEXT one/a.graphql']);
  });

  it('is read without its byte order mark and with plain line ends', async () => {
    files.write({ 'one/a.graphql': '\uFEFFtype Query {\r\n  a: Int\r\n}\r\n' });
    const source = await readRef('one', { folder: files.path });
    expect(source).toMatchObject({ subgraphs: [{ sdl: 'type Query {\n  a: Int\n}\n' }] });
  });
});

describe('a revision', () => {
  beforeEach(() => {
    files.write({ 'schema/a.graphql': 'first', 'other/b.graphql': 'first', 'keep.graphql': SUPERGRAPH });
    files.commit();
    files.write({ 'schema/a.graphql': 'second' });
  });

  it('is read as it was committed, whatever the working tree holds', async () => {
    const source = await readRef('git:HEAD', { folder: files.path });
    expect(source).toMatchObject({
      subgraphs: [{ name: 'a', sdl: 'first', file: 'git:HEAD:schema/a.graphql' }],
    });
  });

  it('may be asked for a folder or a file, as git writes it', async () => {
    expect(await read('git:HEAD:other')).toEqual(['b git:HEAD:other/b.graphql']);
    expect(await read('git:HEAD:./other/')).toEqual(['b git:HEAD:other/b.graphql']);
    expect(await read('git:HEAD:keep.graphql')).toEqual(['supergraph git:HEAD:keep.graphql']);
    expect(await read('git:HEAD:nowhere')).toEqual(['FOLDER_EMPTY git:HEAD:nowhere']);
  });

  it('is asked for the path of the other version first', async () => {
    expect(await read('git:HEAD', 'other')).toEqual(['b git:HEAD:other/b.graphql']);
    expect(await read('git:HEAD', 'keep.graphql')).toEqual(['supergraph git:HEAD:keep.graphql']);
    expect(await read('git:HEAD', '/nowhere')).toEqual(['a git:HEAD:schema/a.graphql']);
  });

  it('is found from a folder below the root of the repository', async () => {
    const source = await readRef('git:HEAD', { folder: path.join(files.path, 'other') });
    expect(source).toMatchObject({ subgraphs: [{ name: 'b' }] });
  });

  it.each(['nope', '--help', '', 'HEAD~7'])(
    'is refused when git does not know it: "%s"',
    async (revision) => {
      expect(await read(`git:${revision}`)).toEqual([`REVISION_UNKNOWN git:${revision}`]);
    },
  );

  it('is refused outside of a repository', async () => {
    const outside = makeSchemaFiles();
    await expect(readRef('git:HEAD', { folder: outside.path })).rejects.toThrow('not a git repository');
    outside.remove();
  });

  it('is refused when a committed file is no text', async () => {
    files.write({ 'schema/a.graphql': Buffer.from([0xff]) });
    files.commit();
    expect(await read('git:HEAD')).toEqual(['FILE_NOT_TEXT git:HEAD:schema/a.graphql']);
  });
});
