import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Pair } from 'yaml';
import { type SdlPlace, type Severity } from '../check/check-result';
import { isLintRuleName, LINT_RULES, type LintRuleName } from './lint-rules';

/** Which rules count how much, and where. */
export interface LintConfig {
  /** `changed` looks only at what a change touches; `all` at everything. @default changed */
  readonly scope: 'changed' | 'all';
  /** What is not here has the rule's own severity. */
  readonly rules: ReadonlyMap<LintRuleName, Severity | 'off'>;
  /** Coordinates that no rule looks at; `*` stands for any text. */
  readonly ignore: readonly string[];
}

/** What holds without a configuration. */
export const DEFAULT_LINT_CONFIG: LintConfig = { scope: 'changed', rules: new Map(), ignore: [] };

/** What is wrong with a configuration, and where. */
export interface LintConfigError extends SdlPlace {
  readonly message: string;
}

/** A configuration, or all that is wrong with it. */
export interface ReadLintConfig {
  readonly config: LintConfig | null;
  readonly errors: readonly LintConfigError[];
}

/** Severities, and the words that other linters have for them. */
const SEVERITIES: Readonly<Record<string, Severity | 'off'>> = {
  off: 'off',
  safe: 'safe',
  info: 'safe',
  dangerous: 'dangerous',
  warn: 'dangerous',
  breaking: 'breaking',
  error: 'breaking',
};

/**
 * Reads a configuration in YAML: `scope: changed|all`, `rules:` with a severity by the name of a rule, `ignore:` with a list
 * of coordinates. Empty text is the configuration that holds without one. `file` is for messages.
 */
export function readLintConfig(text: string, file: string): ReadLintConfig {
  const reader = new ConfigReader(text, file);
  const config = reader.read();
  return reader.errors.length === 0 ? { config, errors: [] } : { config: null, errors: reader.errors };
}

type Entry = Pair<unknown, unknown>;

class ConfigReader {
  readonly errors: LintConfigError[] = [];
  private readonly lines = new LineCounter();

  constructor(
    private readonly text: string,
    private readonly file: string,
  ) {}

  read(): LintConfig {
    // A byte order mark is no part of a document.
    const document = parseDocument(this.text.replace(/^\uFEFF/, ''), { lineCounter: this.lines });
    for (const { message, pos } of document.errors) {
      this.errors.push({
        message: message.split('\n')[0] ?? message,
        file: this.file,
        line: this.lines.linePos(pos[0]).line,
      });
    }
    const root = document.contents;
    if (document.errors.length > 0 || root === null || (isScalar(root) && root.value === null)) {
      return DEFAULT_LINT_CONFIG;
    }
    if (!isMap(root)) {
      this.fail(root, 'expected the keys scope, rules and ignore');
      return DEFAULT_LINT_CONFIG;
    }
    return root.items.reduce((config, entry) => this.readKey(config, entry), DEFAULT_LINT_CONFIG);
  }

  private readKey(config: LintConfig, entry: Entry): LintConfig {
    const key = textOf(entry.key);
    if (key === 'scope') return { ...config, scope: this.readScope(entry) };
    if (key === 'rules') return { ...config, rules: this.readRules(entry) };
    if (key === 'ignore') return { ...config, ignore: this.readIgnore(entry) };
    this.fail(entry.key, `unknown key "${key}"; expected scope, rules or ignore`);
    return config;
  }

  private readScope({ key, value }: Entry): LintConfig['scope'] {
    const scope = textOf(value);
    if (scope === 'all' || scope === 'changed') return scope;
    this.fail(value ?? key, `scope is "${scope}"; expected changed or all`);
    return DEFAULT_LINT_CONFIG.scope;
  }

  private readRules({ key, value }: Entry): LintConfig['rules'] {
    if (!isMap(value)) {
      this.fail(value ?? key, 'rules is no map; expected severities by the names of rules');
      return new Map();
    }
    return new Map(value.items.flatMap((entry) => this.readRule(entry)));
  }

  private readRule({ key, value }: Entry): readonly (readonly [LintRuleName, Severity | 'off'])[] {
    const name = textOf(key);
    // YAML 1.1 reads `off` as false, and some editors write it so.
    const word = isScalar(value) && value.value === false ? 'off' : textOf(value);
    const severity = Object.hasOwn(SEVERITIES, word) ? SEVERITIES[word] : undefined;
    if (!isLintRuleName(name)) {
      this.fail(key, `unknown rule "${name}"; expected one of ${Object.keys(LINT_RULES).join(', ')}`);
      return [];
    }
    if (severity === undefined) {
      this.fail(
        value ?? key,
        `the severity of ${name} is "${word}"; expected one of ${Object.keys(SEVERITIES).join(', ')}`,
      );
      return [];
    }
    return [[name, severity]];
  }

  private readIgnore({ key, value }: Entry): readonly string[] {
    const items = isSeq(value) ? value.items : [];
    const texts = items.flatMap((item) =>
      isScalar(item) && typeof item.value === 'string' ? [item.value] : [],
    );
    if (!isSeq(value) || texts.length < items.length) {
      this.fail(value ?? key, 'ignore is no list of texts; expected coordinates like Product.legacy* in it');
    }
    return texts;
  }

  private fail(node: unknown, message: string): void {
    const offset = (node as { readonly range?: readonly number[] | null } | null)?.range?.[0];
    const line = offset === undefined ? null : this.lines.linePos(offset).line;
    this.errors.push({ message, file: this.file, line });
  }
}

function textOf(node: unknown): string {
  return isScalar(node) ? String(node.value) : '';
}
