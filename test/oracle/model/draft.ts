import { type Choices } from '../choices';
import { type FieldModel, type ObjectModel, type UnionModel } from './model';

/** A field that may still change. */
export type DraftField = { -readonly [Key in keyof FieldModel]: FieldModel[Key] } & {
  in: Record<string, string>;
  resolvedIn: string[];
};

/** One key of an entity in one subgraph. */
export interface DraftKey {
  readonly fields: string;
  readonly isResolvable: boolean;
}

/** An object type that may still change. */
export interface DraftObject {
  readonly name: string;
  /** By subgraph that declares it, its keys there; none for values. */
  readonly declared: Map<string, DraftKey[]>;
  /** The subgraphs that add fields to it; the others only refer to it. */
  readonly home: readonly string[];
  readonly keys: readonly string[];
  readonly fields: DraftField[];
  readonly family?: ObjectModel['family'];
  readonly implemented: Map<string, string[]>;
  isPatchyIn: string[];
}

/** An interface that may still change. */
export interface DraftInterface {
  readonly name: string;
  readonly fields: DraftField[];
  readonly in: Record<string, string[]>;
  readonly key: string | undefined;
  readonly objectIn: Record<string, DraftField[]>;
}

/** A model in the making. */
export interface Draft {
  readonly choose: Choices;
  readonly subgraphs: readonly string[];
  readonly objects: DraftObject[];
  readonly interfaces: DraftInterface[];
  readonly unions: UnionModel[];
  readonly queries: DraftField[];
  readonly mutations: DraftField[];
  readonly labels: string[];
  /** How many names were given. */
  names: number;
}

/** A name that no other field has. */
export function freshName(draft: Draft): string {
  draft.names += 1;
  return `f${draft.names}`;
}

/** A field that is declared and resolved in `owners`. */
export function draftField(
  name: string,
  type: string,
  owners: readonly string[],
  directives = '',
): DraftField {
  return {
    name,
    type,
    arguments: '',
    in: Object.fromEntries(owners.map((owner) => [owner, directives])),
    resolvedIn: [...owners],
  };
}

/** Adds a directive to a field in one subgraph, once. */
export function addDirective(field: DraftField, subgraph: string, directive: string): void {
  const known = field.in[subgraph] ?? '';
  if (!known.split(' ').includes(directive)) field.in[subgraph] = `${known} ${directive}`.trim();
}
