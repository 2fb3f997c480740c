import { Kind, parse, type SelectionNode } from 'graphql';

/** The selections of a federation field set, such as `id owner { id }`; parsed once. Throws when it is none. */
export function parseFieldSet(fieldSet: string): readonly SelectionNode[] {
  const known = parsed.get(fieldSet);
  if (known) return known;
  const [definition] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`"${fieldSet}" is no field set`);
  parsed.set(fieldSet, definition.selectionSet.selections);
  return definition.selectionSet.selections;
}

const parsed = new Map<string, readonly SelectionNode[]>();

/** The name of something that a field set names and a representation lacks; undefined when nothing is missing. */
export function missingIn(value: unknown, selections: readonly SelectionNode[]): string | undefined {
  if (Array.isArray(value)) {
    for (const item of value) {
      const missing = missingIn(item, selections);
      if (missing !== undefined) return missing;
    }
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const selection of selections) {
    if (selection.kind !== Kind.FIELD) continue;
    const inner = Object.getOwnPropertyDescriptor(value, selection.name.value);
    if (!inner) return selection.name.value;
    if (!selection.selectionSet) continue;
    const missing = missingIn(inner.value, selection.selectionSet.selections);
    if (missing !== undefined) return missing;
  }
  return undefined;
}

/** What of a representation a field set names, without anything else that was sent along. */
export function projectRepresentation(value: unknown, selections: readonly SelectionNode[]): unknown {
  if (Array.isArray(value)) return value.map((item) => projectRepresentation(item, selections));
  if (typeof value !== 'object' || value === null) return value;
  const projected: Record<string, unknown> = {};
  for (const selection of selections) {
    if (selection.kind !== Kind.FIELD) continue;
    const name = selection.name.value;
    const part: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
    projected[name] = selection.selectionSet
      ? projectRepresentation(part, selection.selectionSet.selections)
      : part;
  }
  return projected;
}
