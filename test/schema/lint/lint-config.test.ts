import { DEFAULT_LINT_CONFIG, readLintConfig } from '../../../schema/lint/lint-config';

function errorsOf(text: string): readonly string[] {
  const { config, errors } = readLintConfig(text, 'lint.yaml');
  expect(config).toBeNull();
  return errors.map(({ file, line, message }) => `${file}:${line} ${message}`);
}

describe('a configuration of the linter', () => {
  it.each(['', '# nothing\n', '\uFEFF', 'null'])('may be empty: %j', (text) => {
    expect(readLintConfig(text, 'lint.yaml')).toEqual({ config: DEFAULT_LINT_CONFIG, errors: [] });
  });

  it('is read with all its keys, under any name of a severity', () => {
    const text = `\uFEFFscope: all\r\nrules:\r\n  type-name-case: error\r\n  list-size: warn\r\n  list-item-null: info
  entity-id: false\n  list-pagination: breaking\nignore: [Legacy, "Query.old*"]\n`;
    expect(readLintConfig(text, 'lint.yaml').config).toEqual({
      scope: 'all',
      rules: new Map([
        ['type-name-case', 'breaking'],
        ['list-size', 'dangerous'],
        ['list-item-null', 'safe'],
        ['entity-id', 'off'],
        ['list-pagination', 'breaking'],
      ]),
      ignore: ['Legacy', 'Query.old*'],
    });
  });

  it.each([
    [
      'an unknown key',
      'scope: all\nrule: {}',
      'lint.yaml:2 unknown key "rule"; expected scope, rules or ignore',
    ],
    ['an unknown scope', 'scope: some', 'lint.yaml:1 scope is "some"; expected changed or all'],
    ['no scope', '\nscope:', 'lint.yaml:2 scope is "null"; expected changed or all'],
    [
      'an unknown severity',
      'rules:\n  list-size: loud',
      'lint.yaml:2 the severity of list-size is "loud"; expected one of off, safe',
    ],
    [
      'a severity that every object has',
      'rules:\n  list-size: constructor',
      'lint.yaml:2 the severity of list-size is "constructor"',
    ],
    [
      'a rule that every object has',
      'rules:\n  toString: off',
      'lint.yaml:2 unknown rule "toString"; expected one of type-name-case,',
    ],
    ['rules that are no map', 'rules: [list-size]', 'lint.yaml:1 rules is no map'],
    ['coordinates that are no list', 'ignore: Legacy', 'lint.yaml:1 ignore is no list of texts'],
    ['coordinates that are no texts', 'ignore:\n  - 1', 'lint.yaml:2 ignore is no list of texts'],
    ['no map at all', '- scope', 'lint.yaml:1 expected the keys scope, rules and ignore'],
    ['no YAML', 'scope: all\nrules: {', 'lint.yaml:2 Flow map in block collection'],
    ['a key given twice', 'scope: all\nscope: all', 'lint.yaml:2 Map keys must be unique'],
  ])('with %s is refused with file and line', (_what, text, message) => {
    expect(errorsOf(text)[0]).toContain(message);
  });

  it('tells everything that is wrong at once', () => {
    expect(errorsOf('scope: x\nrules: { a: off, b: off }')).toHaveLength(3);
  });
});
