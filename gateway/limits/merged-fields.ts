import { Kind, type FieldNode, type SelectionSetNode } from 'graphql';
import { RequestRefused } from '../errors';
import { type DocumentShape } from './document-shape';

/**
 * Validation compares all fields with one response key pairwise (GraphQL spec, section 5.3.2), and while it does no other
 * client is served. So many comparisons take some ten milliseconds; 300 fields with one key are 45,000.
 */
const MOST_COMPARISONS = 50_000;

/**
 * Refuses operations that select the same fields so often that comparing them would hold up everybody else
 * (CVE-2023-26144). They are merged as execution does, so that counting costs no more than the expanded text. The document
 * has no cycles.
 */
export function checkMergedFields(shape: DocumentShape): void {
  let comparisons = 0;
  const merge = (sets: readonly SelectionSetNode[]): void => {
    const fields = fieldsByKey(sets, shape);
    for (const nodes of fields.values()) comparisons += (nodes.length * (nodes.length - 1)) / 2;
    if (comparisons > MOST_COMPARISONS) refuse();
    for (const nodes of fields.values()) {
      const inner = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (inner.length > 0) merge(inner);
    }
  };
  for (const operation of shape.operations()) merge([operation]);
}

/** The fields of one object by response key, each named fragment entered once. */
function fieldsByKey(
  sets: readonly SelectionSetNode[],
  { fragments }: DocumentShape,
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const entered = new Set<string>();
  const add = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const known = fields.get(key);
        if (known) known.push(selection);
        else fields.set(key, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        add(selection.selectionSet);
      } else if (!entered.has(selection.name.value)) {
        entered.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) add(fragment.selectionSet);
      }
    }
  };
  sets.forEach(add);
  return fields;
}

function refuse(): never {
  const message = 'The operation selects the same fields too often.';
  throw new RequestRefused('QUERY_TOO_COMPLEX', { message });
}
