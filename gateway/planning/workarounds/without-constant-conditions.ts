import {
  Kind,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { HIDDEN_TYPENAME_FIELD } from '../../authorization/hidden-typename';
import { keepUsed } from './keep-used';

/**
 * The document, of one operation, with every `@skip` and `@include` whose condition is a constant carried out: under
 * another condition the planner forgets them and asks for what is never wanted, whose nulls then move up. Gives back
 * `document` itself when it has none.
 */
export function withoutConstantConditions(document: DocumentNode): DocumentNode {
  const decided = visit(document, {
    Field: (field) => decide(field),
    InlineFragment: (fragment) => decide(fragment),
    FragmentSpread: (spread) => decide(spread),
    SelectionSet: {
      leave: (selectionSet): SelectionSetNode | undefined =>
        selectionSet.selections.length > 0
          ? undefined
          : { ...selectionSet, selections: [HIDDEN_TYPENAME_FIELD] },
    },
  });
  return decided === document ? document : keepUsed(decided);
}

/** Null for what is never selected, undefined for what stays as it is. */
function decide<Selection extends SelectionNode>(selection: Selection): Selection | null | undefined {
  const { directives = [] } = selection;
  const constants = directives.filter((directive) => constantOf(directive) !== undefined);
  if (constants.length === 0) return undefined;
  if (constants.some((directive) => constantOf(directive) !== (directive.name.value === 'include')))
    return null;
  return { ...selection, directives: directives.filter((directive) => !constants.includes(directive)) };
}

function constantOf({ name, arguments: given }: DirectiveNode): boolean | undefined {
  if (name.value !== 'skip' && name.value !== 'include') return undefined;
  const condition = given?.find((argument) => argument.name.value === 'if')?.value;
  return condition?.kind === Kind.BOOLEAN ? condition.value : undefined;
}
