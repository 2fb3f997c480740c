import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  type ASTVisitor,
  type DirectiveNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValueNode,
} from 'graphql';

/**
 * A validation rule for `@defer` (GraphQL spec draft, sections 5.7.4 to 5.7.6): labels are texts and differ, fields of a
 * mutation's root are not deferred, and nothing of a subscription is unless a variable may turn it off.
 */
export function deferRule(context: ValidationContext): ASTVisitor {
  const labels = new Set<string>();
  return {
    Directive(node) {
      if (node.name.value !== 'defer') return;
      checkLabel(context, node, labels);
      const parent = context.getParentType();
      if (parent && parent === context.getSchema().getMutationType()) {
        context.reportError(
          new GraphQLError('Fields of a mutation root cannot be deferred.', { nodes: node }),
        );
      }
    },
    OperationDefinition(operation) {
      if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return;
      const fragments = context.getRecursivelyReferencedFragments(operation);
      for (const { directives } of selectionsOf([operation, ...fragments])) {
        const defer = directives?.find(({ name }) => name.value === 'defer');
        if (!defer || mayBeOff(valueOf(defer, 'if'))) continue;
        const message = 'A subscription cannot defer; give "@defer" an "if" that is false.';
        context.reportError(new GraphQLError(message, { nodes: defer }));
      }
    },
  };
}

function selectionsOf(definitions: readonly { readonly selectionSet: SelectionSetNode }[]): SelectionNode[] {
  return definitions.flatMap(({ selectionSet: { selections } }) =>
    selections.flatMap((selection) =>
      selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet
        ? [selection, ...selectionsOf([{ selectionSet: selection.selectionSet }])]
        : [selection],
    ),
  );
}

function checkLabel(context: ValidationContext, node: DirectiveNode, labels: Set<string>): void {
  const label = valueOf(node, 'label');
  if (!label || label.kind === Kind.NULL) return;
  if (label.kind !== Kind.STRING) {
    context.reportError(new GraphQLError('The label of "@defer" must be a text.', { nodes: node }));
  } else if (labels.has(label.value)) {
    const message = `The label "${label.value}" must stand at one "@defer" only.`;
    context.reportError(new GraphQLError(message, { nodes: node }));
  } else labels.add(label.value);
}

function mayBeOff(condition: ValueNode | undefined): boolean {
  return condition?.kind === Kind.VARIABLE || (condition?.kind === Kind.BOOLEAN && !condition.value);
}

function valueOf({ arguments: given }: DirectiveNode, name: string): ValueNode | undefined {
  return given?.find((argument) => argument.name.value === name)?.value;
}
