import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Looks at the selection sets of one document, which may still have cycles and unknown fragments. */
export class DocumentShape {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(readonly document: DocumentNode) {
    this.fragments = new Map(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
      ),
    );
  }

  /** The selection sets of its operations. */
  operations(): readonly SelectionSetNode[] {
    return this.document.definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? [definition.selectionSet] : [],
    );
  }

  /** Every selection of the document once, fragments where they are defined. */
  selections(): readonly SelectionNode[] {
    const found: SelectionNode[] = [];
    const add = (selectionSet: SelectionSetNode): void => {
      for (const selection of selectionSet.selections) {
        found.push(selection);
        if ('selectionSet' in selection && selection.selectionSet) add(selection.selectionSet);
      }
    };
    for (const definition of this.document.definitions)
      if ('selectionSet' in definition) add(definition.selectionSet);
    return found;
  }

  /**
   * Folds each operation, its fragments expanded but each computed only once, so that a fragment bomb costs no more than
   * its text. The largest value of all operations is the answer. A fragment inside itself counts as nothing: validation
   * refuses it.
   */
  largest(fold: (selectionSet: SelectionSetNode, ofFragment: (name: string) => number) => number): number {
    const known = new Map<string, number>();
    const ofFragment = (name: string): number => {
      const value = known.get(name);
      if (value !== undefined) return value;
      const fragment = this.fragments.get(name);
      known.set(name, 0);
      const computed = fragment ? fold(fragment.selectionSet, ofFragment) : 0;
      known.set(name, computed);
      return computed;
    };
    return Math.max(0, ...this.operations().map((selectionSet) => fold(selectionSet, ofFragment)));
  }
}
