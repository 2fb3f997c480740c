import { type FetchNode } from '@apollo/query-planner';
import {
  Kind,
  parse,
  stripIgnoredCharacters,
  print,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** A response key that a fetch brings to an object, and the type conditions that it stands under. */
export interface ProvidedKey {
  readonly key: string;
  /** All must apply to the object; empty for every object. */
  readonly conditions: readonly string[];
  /** True when its values are objects. */
  readonly isComposite: boolean;
}

/** The operation of one fetch, taken apart. */
export interface FetchOperation {
  /** What it brings to each object, after the planner's own aliases are taken back. */
  readonly provides: readonly ProvidedKey[];
  /** True when any of it is an object. */
  readonly hasComposite: boolean;
  /** The variables it declares besides `representations`, as GraphQL, such as `$first: Int = 20`. */
  readonly variableDefinitions: readonly string[];
  /** What is selected of `_entities`, with braces and without ignored characters; undefined for a root fetch. */
  readonly entitySelection: string | undefined;
  /** True when it can be a part of a larger operation: it uses no named fragments and no directives of its own. */
  readonly isMergeable: boolean;
}

/** Reads the operation of a fetch, which the planner has printed. */
export function readFetchOperation(fetch: FetchNode): FetchOperation {
  const { definitions } = parse(fetch.operation, { noLocation: true });
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('a fetch without an operation');
  const fragments = new Map(
    definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const entities = fetch.requires ? entitySelectionOf(operation) : undefined;
  const renames = renamedKeys(fetch);
  const provides: ProvidedKey[] = [];
  collectProvided(entities ?? operation.selectionSet, fragments, renames, [], provides);
  return {
    provides,
    hasComposite: provides.some(({ isComposite }) => isComposite),
    variableDefinitions: (operation.variableDefinitions ?? [])
      .filter(({ variable }) => variable.name.value !== 'representations')
      .map((definition) => print(definition)),
    entitySelection: entities && stripIgnoredCharacters(print(entities)),
    isMergeable: fragments.size === 0 && (operation.directives ?? []).length === 0,
  };
}

/** The planner's aliases and the names that they are given back in the answer. */
export function renamedKeys({ outputRewrites = [] }: FetchNode): ReadonlyMap<string, string> {
  return new Map(
    outputRewrites.flatMap((rewrite) => {
      const last = rewrite.path[rewrite.path.length - 1];
      return rewrite.kind === 'KeyRenamer' && last !== undefined
        ? [[last, rewrite.renameKeyTo] as const]
        : [];
    }),
  );
}

function entitySelectionOf(operation: OperationDefinitionNode): SelectionSetNode | undefined {
  const [field] = operation.selectionSet.selections;
  return field?.kind === Kind.FIELD && field.name.value === '_entities' ? field.selectionSet : undefined;
}

function collectProvided(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  renames: ReadonlyMap<string, string>,
  conditions: readonly string[],
  provides: ProvidedKey[],
): void {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      const given = selection.alias?.value ?? selection.name.value;
      if (given === '__typename') continue;
      provides.push({
        key: renames.get(given) ?? given,
        conditions,
        isComposite: selection.selectionSet !== undefined,
      });
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (!fragment) continue;
    const condition = fragment.typeCondition?.name.value;
    const inner = condition === undefined ? conditions : [...conditions, condition];
    collectProvided(fragment.selectionSet, fragments, renames, inner, provides);
  }
}
