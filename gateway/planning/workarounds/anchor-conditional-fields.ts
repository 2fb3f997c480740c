import { Kind, visit, type DocumentNode, type FieldNode, type SelectionNode } from 'graphql';
import { HIDDEN_TYPENAME_FIELD } from '../../authorization/hidden-typename';

/**
 * Where a field has a condition and all that it selects has conditions too, the planner asks for the field only when all of
 * them hold: `v @include(if: $a) { x @include(if: $b) }` is not fetched without `$b`, though the answer is `v: {}` then.
 * So such fields select their type as well, always. Gives back `document` itself when it has none.
 */
export function anchorConditionalFields(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: {
      leave: (field): FieldNode | undefined => {
        const { selectionSet } = field;
        if (!selectionSet || !isConditional(field)) return undefined;
        if (selectionSet.selections.some(isAlwaysSelected)) return undefined;
        return {
          ...field,
          selectionSet: { ...selectionSet, selections: [...selectionSet.selections, HIDDEN_TYPENAME_FIELD] },
        };
      },
    },
  });
}

/** Fragments count as conditional, whatever is in them: what they add to the answer is not looked at. */
function isAlwaysSelected(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && !isConditional(selection);
}

function isConditional({ directives = [] }: SelectionNode): boolean {
  return directives.some(({ name }) => name.value === 'skip' || name.value === 'include');
}
