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
export function restoreClientKeys(result: ExecutionResult, separated: SeparatedDocument): ExecutionResult {
  const keys = clientKeysOf(separated);
  return {
    // The data of a root is always an object.
    data: keys.value(result.data, []) as ExecutionResult['data'],
    errors: result.errors.map((error) => keys.error(error)),
  };
}

type Path = readonly (string | number)[];

/** Gives back the client's response keys at any place of an answer. */
export interface ClientKeys {
  /** A value that stands at `path`, which has the keys of the separated document. */
  value(value: unknown, path: Path): unknown;
  path(path: Path): Path;
  error(error: GraphQLFormattedError): GraphQLFormattedError;
}

/** The client's response keys of a document whose aliases were separated. */
export function clientKeysOf({ document, clientKeys }: SeparatedDocument): ClientKeys {
  const root = new Selected(operationsOf(document), fragmentsOf(document), clientKeys);
  const path = (given: Path): Path => restorePath(given, root);
  return {
    value: (value, at) => restoreValue(value, selectedAt(at, root)),
    path,
    error: (error) => (error.path ? { ...error, path: [...path(error.path)] } : error),
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

function restorePath(given: Path, root: Selected): Path {
  let selected: Selected | undefined = root;
  return given.map((element) => {
    if (typeof element === 'number') return element;
    const key = selected?.clientKey(element) ?? element;
    selected = selected?.at(element);
    return key;
  });
}

function selectedAt(path: Path, root: Selected): Selected | undefined {
  let selected: Selected | undefined = root;
  for (const element of path) if (typeof element === 'string') selected = selected?.at(element);
  return selected;
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
