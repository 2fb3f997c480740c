import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { messageOf } from '../../gateway/support/message-of';
import { type InputCode, InputError, inputError, type InputFinding } from './input-error';

/** A value from YAML, and the line of each of its parts. */
export interface LocatedYaml<T> {
  readonly value: T;
  /** The line of the part at a path of keys and indexes, or of what holds it. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/**
 * Reads YAML of one form. An empty file is null.
 *
 * @throws InputError with the line of everything that is not as the form wants it.
 */
export function readYaml<T>(text: string, file: string, form: z.ZodType<T>, code: InputCode): LocatedYaml<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problem = document.errors[0];
  if (problem) {
    throw inputError(code, `${problem.message}.`, file, lines.linePos(problem.pos[0]).line);
  }
  const lineOf = (path: readonly PropertyKey[]) => lineAt(document, path, lines);
  const parsed = form.safeParse(toValue(document, file, code));
  if (parsed.success) return { value: parsed.data, lineOf };
  throw new InputError(parsed.error.issues.flatMap((issue) => findingsOf(issue, file, code, lineOf)));
}

/** Aliases that multiply themselves are refused by the package when the value is made. */
function toValue(document: Document, file: string, code: InputCode): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw inputError(code, `${messageOf(error)}.`, file);
  }
}

type LineOf = (path: readonly PropertyKey[]) => number;

function findingsOf(issue: z.core.$ZodIssue, file: string, code: InputCode, lineOf: LineOf): InputFinding[] {
  const where = issue.path.length === 0 ? '' : ` at ${issue.path.map(String).join('.')}`;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code,
      message: `unknown key "${key}"${where}.`,
      file,
      line: lineOf([...issue.path, key]),
    }));
  }
  return [{ code, message: `${issue.message}${where}.`, file, line: lineOf(issue.path) }];
}

/** The line of a key, of an item, or of what is nearest above it; the first one of an empty file. */
function lineAt(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== null) return lines.linePos(offset).line;
  }
  return 1;
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number | null {
  if (path.length === 0) return document.contents?.range?.[0] ?? null;
  const parent = document.getIn(path.slice(0, -1), true);
  const key = isMap(parent)
    ? parent.items.find((item) => String(item.key) === String(path.at(-1)))?.key
    : null;
  const node = isNode(key) ? key : document.getIn(path, true);
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
