import { DEFAULT_LINT_CONFIG, readLintConfig } from '../../../schema/lint/lint-config';
import { lintGraph } from '../../../schema/lint/lint-graph';
import { graphVersion } from '../../kit/graph-versions';

const BASE = { a: '"what" type Query { "what" asked: Int t: T } type T { x: Int } enum E { a }' };

function coordinatesOf(
  base: Readonly<Record<string, string>> | null,
  candidate: Readonly<Record<string, string>>,
  yaml = '',
): readonly string[] {
  const { config } = readLintConfig(yaml, 'lint.yaml');
  const found = lintGraph(base && graphVersion(base), graphVersion(candidate), config ?? DEFAULT_LINT_CONFIG);
  return found.map(({ code, coordinate }) => `${coordinate} ${code.replace('LINT_', '')}`);
}

describe('the linter', () => {
  it('looks only at what a change touches', () => {
    const candidate = { a: BASE.a.replace('x: Int', 'x: Int some_field: Int') };
    expect(coordinatesOf(BASE, candidate)).toEqual([
      'T.some_field FIELD_NAME_CASE',
      'T.some_field FIELD_DESCRIPTION',
    ]);
    expect(coordinatesOf(BASE, BASE)).toEqual([]);
  });

  it('looks again at a type whose own line changed, and not at its fields', () => {
    const candidate = { a: BASE.a.replace('type T', 'type T @tag(name: "a")') };
    expect(coordinatesOf(BASE, candidate)).toEqual(['T TYPE_DESCRIPTION']);
  });

  it('does not mind what only moves to another subgraph', () => {
    expect(coordinatesOf(BASE, { b: BASE.a })).toEqual([]);
  });

  it('looks at everything when there is no base or the configuration says so', () => {
    const all = ['E TYPE_DESCRIPTION', 'E.a ENUM_VALUE_CASE', 'E.a ENUM_VALUE_DESCRIPTION', 'Query.t FIELD_DESCRIPTION', 'T TYPE_DESCRIPTION', 'T.x FIELD_DESCRIPTION']; // prettier-ignore
    expect(coordinatesOf(null, BASE)).toEqual(all);
    expect(coordinatesOf(BASE, BASE, 'scope: all')).toEqual(all);
  });

  it('leaves out rules that are off and coordinates that are ignored', () => {
    const yaml = 'rules: { type-description: off, field-description: off }\nignore: ["E.*"]';
    expect(coordinatesOf(null, BASE, yaml)).toEqual([]);
    expect(coordinatesOf(null, BASE, 'ignore: ["*"]')).toEqual([]);
    expect(coordinatesOf(null, BASE, 'rules: { type-description: off }\nignore: ["*.?"]')).toContain(
      'T.x FIELD_DESCRIPTION',
    );
  });

  it('gives findings the severity of the configuration, and says why', () => {
    const { config } = readLintConfig(
      'rules: { enum-value-case: error, enum-value-description: off }',
      'lint.yaml',
    );
    const graph = graphVersion({ a: '"what" type Query { "what" asked: Int }\n"what"\nenum E {\n  a\n}' });
    expect(lintGraph(null, graph, config ?? DEFAULT_LINT_CONFIG)).toEqual([
      {
        code: 'LINT_ENUM_VALUE_CASE',
        severity: 'breaking',
        coordinate: 'E.a',
        message:
          'E.a is not called in UPPER_CASE. Enum values are called in UPPER_CASE, so that nobody takes them for variables.',
        file: 'a.graphql',
        line: 4,
        affected: [],
      },
    ]);
  });

  it('knows no lines of what is not written anywhere', () => {
    const graph = graphVersion({ a: 'type Query { Asked: Int }' });
    const extracted = {
      ...graph,
      subgraphs: graph.subgraphs.map((subgraph) => ({ ...subgraph, file: null })),
    };
    const none = { ...graph, subgraphs: [] };
    expect(lintGraph(null, extracted, DEFAULT_LINT_CONFIG)[0]).toMatchObject({ file: null, line: null });
    expect(lintGraph(null, none, DEFAULT_LINT_CONFIG)[0]).toMatchObject({ file: null, line: null });
  });
});
