import { Kind, print, type SelectionNode, type SelectionSetNode } from 'graphql';
import { parseFieldSet, printFieldSet } from '../../../gateway/supergraph/workarounds/field-set';

/** A field set in one spelling: neither order nor white space nor braces mean anything. */
export function normalFieldSet(text: string): string {
  const selections = parseFieldSet(text);
  return selections ? printFieldSet(sorted(selections), '') : text.trim();
}

function sorted(set: SelectionSetNode): SelectionSetNode {
  const selections = set.selections.map((node) => ({ node: sortedInside(node), text: print(node) }));
  selections.sort((left, right) => (left.text < right.text ? -1 : 1));
  return { ...set, selections: selections.map(({ node }) => node) };
}

function sortedInside(node: SelectionNode): SelectionNode {
  return node.kind === Kind.FRAGMENT_SPREAD || !node.selectionSet
    ? node
    : { ...node, selectionSet: sorted(node.selectionSet) };
}
