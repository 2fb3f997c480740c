import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLFormattedError,
  type SelectionSetNode,
} from 'graphql';
import { type SeparatedDocument } from '../planning/workarounds/separate-aliases';
import { isRecord } from '../support/is-record';
import { setOwnValue } from '../support/own-value';
import { type ExecutionResult } from './executor';

/** Gives the client back the response keys that it chose, in data as well as in the paths of errors. Changes nothing of `result`. */
export function restoreClientKeys(
  result: ExecutionResult,
  { document, clientKeys }: SeparatedDocument,
): ExecutionResult {
  const root = new Selected(operationsOf(document), fragmentsOf(document), clientKeys);
  return {
    // The data of a root is always an object.
    data: restoreValue(result.data, root) as ExecutionResult['data'],
    errors: result.errors.map((error) => restoreError(error, root)),
  };
}

/** What is selected at one place, whatever its type: a key that one type's fragment replaced means the same in all. */
class Selected {
  private inner: Map<string, Selected> | undefined;

  constructor(
    private readonly selectionSets: readonly SelectionSetNode[],
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly clientKeys: ReadonlyMap<string, string>,
  ) {}

  /** The client's name for a response key of this place. */
  clientKey(key: string): string {
    return this.at(key) ? (this.clientKeys.get(key) ?? key) : key;
  }

  /** What is selected below a response key. */
  at(key: string): Selected | undefined {
    this.inner ??= this.collect();
    return this.inner.get(key);
  }

  private collect(): Map<string, Selected> {
    const collected = new Map<string, SelectionSetNode[]>();
    for (const selectionSet of this.selectionSets) this.collectFrom(selectionSet, collected);
    return new Map(
      [...collected].map(([key, sets]) => [key, new Selected(sets, this.fragments, this.clientKeys)]),
    );
  }

  private collectFrom(selectionSet: SelectionSetNode, collected: Map<string, SelectionSetNode[]>): void {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) this.collectFrom(selection.selectionSet, collected);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = this.fragments.get(selection.name.value);
        if (fragment) this.collectFrom(fragment.selectionSet, collected);
      } else {
        const key = selection.alias?.value ?? selection.name.value;
        const inner = selection.selectionSet ? [selection.selectionSet] : [];
        collected.set(key, [...(collected.get(key) ?? []), ...inner]);
      }
    }
  }
}

function restoreValue(value: unknown, selected: Selected | undefined): unknown {
  if (!selected) return value;
  if (Array.isArray(value)) return value.map((item) => restoreValue(item, selected));
  if (!isRecord(value)) return value;
  const restored: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    setOwnValue(restored, selected.clientKey(key), restoreValue(inner, selected.at(key)));
  }
  return restored;
}

function restoreError(error: GraphQLFormattedError, root: Selected): GraphQLFormattedError {
  if (!error.path) return error;
  let selected: Selected | undefined = root;
  const path: (string | number)[] = [];
  for (const element of error.path) {
    if (typeof element === 'number') path.push(element);
    else {
      path.push(selected?.clientKey(element) ?? element);
      selected = selected?.at(element);
    }
  }
  return { ...error, path };
}

function operationsOf(document: DocumentNode): SelectionSetNode[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition.selectionSet] : [],
  );
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return fragments;
}
