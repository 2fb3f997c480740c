import {
  Kind,
  OperationTypeNode,
  visit,
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields } from './response/collect-fields';
import { conditionVariablesOf } from './response/condition-variables';
import { fragmentsOf } from './response/fragments-of';

/**
 * A mutation as it is planned: each root field once, in the order in which the fields run (GraphQL spec, section 6.2.2
 * "Mutation"), with `@skip` and `@include` at the root decided by `coerced`. The planner would run the fields of fragments
 * before others, and run a field twice that is selected with a condition and without. What is no mutation, or is like this
 * already, is returned as it is; equal conditions get the same document each time. Nothing in it is deferred.
 */
export function serialMutation(
  schema: GraphQLSchema,
  document: DocumentNode,
  coerced: Readonly<Record<string, unknown>>,
): DocumentNode {
  const known = knownDocuments.get(document) ?? examine(document);
  knownDocuments.set(document, known);
  if (known === 'as it is') return document;
  const { operation, conditions, variants } = known;
  const key = conditions.map((variable) => (coerced[variable] === true ? 1 : 0)).join('');
  const variant = variants.get(key) ?? decide(schema, document, operation, coerced);
  if (variants.size < MAX_VARIANTS) variants.set(key, variant);
  return variant;
}

/** A mutation that is planned in another form for each set of conditions. */
interface ConditionalMutation {
  readonly operation: OperationDefinitionNode;
  readonly conditions: readonly string[];
  readonly variants: Map<string, DocumentNode>;
}

/** What is remembered by document, such as its plan, must be found again. */
const knownDocuments = new WeakMap<DocumentNode, ConditionalMutation | 'as it is'>();
const MAX_VARIANTS = 32;

function examine(document: DocumentNode): ConditionalMutation | 'as it is' {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation?.operation !== OperationTypeNode.MUTATION || isSerial(operation)) return 'as it is';
  return {
    operation,
    conditions: conditionVariablesOf(document, operation.name?.value),
    variants: new Map(),
  };
}

/** True when every root field is selected once, in no fragment and under no condition. */
function isSerial({ selectionSet }: OperationDefinitionNode): boolean {
  const keys = new Set<string>();
  return selectionSet.selections.every((selection) => {
    if (selection.kind !== Kind.FIELD || (selection.directives ?? []).some(isCondition)) return false;
    const key = selection.alias?.value ?? selection.name.value;
    if (keys.has(key)) return false;
    keys.add(key);
    return true;
  });
}

function decide(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  coerced: Readonly<Record<string, unknown>>,
): DocumentNode {
  const root = schema.getMutationType();
  if (!root) return document;
  const isTrue = (variable: string): boolean => coerced[variable] === true;
  const context = { schema, fragments: fragmentsOf(document), isTrue };
  const fields = collectFields(context, root, [operation.selectionSet]);
  // Nothing to run: the planner makes of it what it likes.
  if (!fields || fields.size === 0) return document;
  const selectionSet = { ...operation.selectionSet, selections: [...fields.values()].map(mergeNodes) };
  const decided = { ...operation, selectionSet };
  return withUsedFragments({
    ...document,
    definitions: document.definitions.map((definition) => (definition === operation ? decided : definition)),
  });
}

/** The selections of one response key as one selection. */
function mergeNodes(nodes: readonly FieldNode[]): FieldNode {
  const [first] = nodes;
  if (!first) throw new Error('a response key without a field');
  const selections = nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  return {
    ...first,
    directives: (first.directives ?? []).filter((directive) => !isCondition(directive)),
    ...(first.selectionSet && { selectionSet: { ...first.selectionSet, selections } }),
  };
}

function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include';
}

/** Without the fragments that nothing spreads any more: the planner would make use of them, and of their order. */
function withUsedFragments(document: DocumentNode): DocumentNode {
  const fragments = fragmentsOf(document);
  const used = new Set<string>();
  const spread = (node: ASTNode): void =>
    void visit(node, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (!fragment || used.has(name.value)) return;
        used.add(name.value);
        spread(fragment);
      },
    });
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) spread(definition);
  }
  return {
    ...document,
    definitions: document.definitions.filter(
      (definition) => definition.kind !== Kind.FRAGMENT_DEFINITION || used.has(definition.name.value),
    ),
  };
}
