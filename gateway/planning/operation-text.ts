import { Kind, print, stripIgnoredCharacters, type DocumentNode } from 'graphql';
import { type PlanConditions } from './planner';

const texts = new WeakMap<DocumentNode, string>();

/**
 * The one text of all spellings of an operation: no comments, no blanks, fragments in the order of their names. The order
 * of fields stays, because it is the order of the answer. Remembered with the document.
 */
export function operationText(document: DocumentNode): string {
  const known = texts.get(document);
  if (known !== undefined) return known;
  const definitions = [...document.definitions].sort((left, right) =>
    compare(fragmentName(left), fragmentName(right)),
  );
  const text = stripIgnoredCharacters(print({ kind: Kind.DOCUMENT, definitions }));
  texts.set(document, text);
  return text;
}

const labelsOf = new WeakMap<PlanConditions, readonly string[]>();

/** The labels of `@override(label:)` that are on, in alphabetical order. Remembered with the conditions. */
export function activeLabels(conditions: PlanConditions): readonly string[] {
  const known = labelsOf.get(conditions);
  if (known) return known;
  const labels = [...conditions.overrideLabels].flatMap(([label, isOn]) => (isOn ? [label] : [])).sort();
  labelsOf.set(conditions, labels);
  return labels;
}

/** Operations come first: no fragment has an empty name. */
function fragmentName(definition: DocumentNode['definitions'][number]): string {
  return definition.kind === Kind.FRAGMENT_DEFINITION ? definition.name.value : '';
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
