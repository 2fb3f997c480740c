import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { type InputCode, InputError, inputError, type InputFinding } from './input-error';

/** A value from YAML, and the line of each of its parts. */
export interface LocatedYaml<T> {
  readonly value: T;
  /** The line of the part at a path of keys and indexes; null when it has none. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | null;
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
    throw inputError(code, `${file}: ${problem.message}.`, file, lines.linePos(problem.pos[0]).line);
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
    throw inputError(code, `${file}: ${error instanceof Error ? error.message : String(error)}.`, file);
  }
}

type LineOf = (path: readonly PropertyKey[]) => number | null;

function findingsOf(issue: z.core.$ZodIssue, file: string, code: InputCode, lineOf: LineOf): InputFinding[] {
  const where = issue.path.length === 0 ? '' : ` at ${issue.path.map(String).join('.')}`;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code,
      message: `${file}: unknown key "${key}"${where}.`,
      file,
      line: lineOf([...issue.path, key]),
    }));
  }
  return [{ code, message: `${file}: ${issue.message}${where}.`, file, line: lineOf(issue.path) }];
}

/** The line of a key, of an item, or of what is nearest above it. */
function lineAt(document: Document, path: readonly PropertyKey[], lines: LineCounter): number | null {
  for (let length = path.length; length >= 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== null) return lines.linePos(offset).line;
  }
  return null;
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number | null {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  const parent = path.length === 0 ? null : document.getIn(path.slice(0, -1), true);
  const key = keyOffset(parent ?? (path.length === 1 ? document.contents : null), path.at(-1));
  if (key !== null) return key;
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

function keyOffset(parent: unknown, key: PropertyKey | undefined): number | null {
  if (typeof parent !== 'object' || parent === null || !('items' in parent)) return null;
  for (const item of parent.items as readonly unknown[]) {
    if (typeof item !== 'object' || item === null || !('key' in item)) continue;
    const { key: node } = item;
    if (isNode(node) && 'value' in node && String(node.value) === String(key)) return node.range?.[0] ?? null;
  }
  return null;
}
