import { Kind, parse, print, stripIgnoredCharacters, type SelectionSetNode } from 'graphql';

/** Parses a field set as directives of federation carry it, with or without its braces; undefined when it is none. */
export function parseFieldSet(text: string): SelectionSetNode | undefined {
  try {
    const [definition] = parse(hasBraces(text) ? text : `{${text}}`, { noLocation: true }).definitions;
    return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : undefined;
  } catch {
    // The planner's own reading of the supergraph tells what is wrong with it.
    return undefined;
  }
}

/** Prints a field set the way `original` was written: with braces or without. */
export function printFieldSet(selectionSet: SelectionSetNode, original: string): string {
  const text = stripIgnoredCharacters(print(selectionSet));
  return hasBraces(original) ? text : text.slice(1, -1);
}

/**
 * The paths of field names from the root of a field set to its leaves, as `box.width`. Type conditions are left out: two
 * fields of one name at one place are one key of the data.
 */
export function fieldPaths(selectionSet: SelectionSetNode, parent = ''): string[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldPaths(selection.selectionSet, parent);
    const path = `${parent}${selection.name.value}`;
    return selection.selectionSet ? fieldPaths(selection.selectionSet, `${path}.`) : [path];
  });
}

function hasBraces(text: string): boolean {
  return text.trimStart().startsWith('{');
}
