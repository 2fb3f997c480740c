import { parseXml } from '../../kit/parse-xml';
import { LINK } from '../../kit/sdl';
import { makeSchemaFiles, type SchemaFiles } from '../../kit/schema-files';

const A = `${LINK}
type Query {
  a: A @tag(name: "partner")
  hidden: Int
}
type A @key(fields: "id") {
  "What it is called"
  id: ID! @tag(name: "partner") @authenticated
  x: Int
}
`;
let files: SchemaFiles;

beforeEach(() => {
  files = makeSchemaFiles({ 'one/a.graphql': A, 'p/acme.yaml': 'include: [partner]\n' });
});

afterEach(() => files.remove());

describe('lastmile schema compose', () => {
  it('prints the supergraph of a folder, or writes it', async () => {
    const { code, stdout } = await files.schema('compose', 'one');
    expect(code).toBe(0);
    expect(stdout).toContain('a: A @tag(name: "partner")');
    await files.schema('compose', 'one', '--output', 'super.graphql');
    expect(files.read('super.graphql')).toBe(stdout);
  });

  it('says where it fails', async () => {
    files.write({ 'one/b.graphql': 'type A {\n  x Int\n}' });
    const { code, stdout, stderr } = await files.schema('compose', 'one');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('lastmile: one/b.graphql:2: ');
  });

  it('refuses what is not there', async () => {
    expect(await files.schema('compose', 'nowhere')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nowhere cannot be read'),
    });
  });
});

describe('lastmile schema print', () => {
  it('prints what clients see', async () => {
    const { stdout } = await files.schema('print', '--api', '--ref', 'one');
    expect(stdout).toContain('type Query {\n  a: A\n  hidden: Int\n}');
  });

  it('prints a subgraph of a supergraph with all that the supergraph kept of it', async () => {
    await files.schema('compose', 'one', '--output', 'super.graphql');
    const { stdout } = await files.schema('print', 'a', '--ref', 'super.graphql');
    expect(stdout).toContain('"""What it is called"""\n  id: ID! @authenticated @tag(name: "partner")');
    files.write({ 'again/a.graphql': stdout });
    expect((await files.schema('print', '--ref', 'again')).stdout).toContain('@authenticated');
  });

  it('knows the names of subgraphs', async () => {
    expect(await files.schema('print', 'nope', '--ref', 'one')).toMatchObject({
      code: 2,
      stderr: 'lastmile: Expected one of a, got "nope".\n',
    });
  });

  it('prints what the code of this project says now', async () => {
    const { stdout } = await files.schema('print', 'images');
    expect(stdout).toContain('type Image @key(fields: "id")');
    await expect(files.schema('print', 'nope')).rejects.toThrow(
      'Expected one of subscribers, images, devices',
    );
  });
});

describe('lastmile schema contract', () => {
  it('prints a supergraph that holds no more than the partner may see', async () => {
    const { code, stdout } = await files.schema('contract', 'acme', '--partners', 'p', '--ref', 'one');
    expect(code).toBe(0);
    files.write({ 'contract.graphql': stdout });
    const api = await files.schema('contract', 'acme', '--partners', 'p', '--ref', 'one', '--api');
    expect(api.stdout).toContain('type Query {\n  a: A\n}');
    expect(await files.schema('print', '--api', '--ref', 'contract.graphql')).toMatchObject({
      stdout: api.stdout,
    });
  });

  it('refuses partners that it does not know, and contracts that are no schema', async () => {
    expect(await files.schema('contract', 'nope', '--partners', 'p', '--ref', 'one')).toMatchObject({
      code: 2,
      stderr: 'lastmile: expected one of acme, got "nope"\n',
    });
    files.write({ 'p/none.yaml': 'include: [nothing]\n' });
    expect(await files.schema('contract', 'none', '--partners', 'p', '--ref', 'one')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('the contract of none is no valid schema'),
    });
  });
});

describe('lastmile schema diff', () => {
  it('tells every change and its exit code, without approvals', async () => {
    const approval = '- code: FIELD_REMOVED\n  coordinate: A.x\n  until: 2999-01-01\n  reason: r\n';
    files.write({ 'two/a.graphql': A.replace('  x: Int\n', ''), 'schema/approvals.yaml': approval });
    const { code, stdout } = await files.schema('diff', 'one', 'two');
    expect(code).toBe(1);
    expect(stdout).toContain('A.x  FIELD_REMOVED');
    expect((await files.schema('diff', 'one', 'one')).code).toBe(0);
    expect((await files.schema('diff', 'one', 'nowhere')).code).toBe(2);
  });
});

describe('lastmile schema explain', () => {
  beforeEach(() => files.write({ 'q.graphql': 'query One { a { id } }\n\nquery Two {\n  hidden\n}\n' }));

  it('tells the requests of an operation, and draws them', async () => {
    const { code, stdout } = await files.schema(
      'explain', 'q.graphql', '--ref', 'one', '--operation', 'Two', '--svg', 'two.svg',
    ); // prettier-ignore
    expect(code).toBe(0);
    expect(stdout).toContain('1 request');
    expect(stdout).toContain('hidden');
    expect(parseXml(files.read('two.svg')).name).toBe('svg');
  });

  it('says what is wrong with it, and where', async () => {
    files.write({ 'q.graphql': 'query One {\n  nope\n}\n' });
    const { code, stderr } = await files.schema('explain', 'q.graphql', '--ref', 'one');
    expect(code).toBe(2);
    expect(stderr).toContain('lastmile: q.graphql:2: Cannot query field "nope"');
    expect(await files.schema('explain', 'nowhere', '--ref', 'one')).toMatchObject({ code: 2 });
    expect(await files.schema('explain', 'q.graphql', '--ref', 'nowhere')).toMatchObject({ code: 2 });
  });
});
