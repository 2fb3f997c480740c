import { type FetchNode } from '@apollo/query-planner';
import { Kind, print, visit, type DirectiveNode, type DocumentNode, type FieldNode } from 'graphql';
import { type FieldVariant } from '../../supergraph/workarounds/field-variants';
import { type RequirementTable } from '../../supergraph/workarounds/requirement-table';
import { readEntityOperation, type EntityField, type EntityOperation } from './entity-operation';
import { keepRequired } from './keep-required';
import { type FetchCondition, type FetchPart } from './map-fetches';

/** What is known of the supergraph that a plan was made for. */
export interface PlannedSupergraph {
  readonly requirements: RequirementTable;
  readonly variants: ReadonlyMap<string, FieldVariant>;
}

/**
 * Cuts an entity fetch whose fields cannot share one representation. There are two such cases, which the planner merges
 * all the same: fields that require one field with different arguments (a representation has one value under its name), and
 * a field behind `@skip` or `@include` whose `@requires` is, by the same condition, not fetched (an incomplete
 * representation is not sent, and its neighbours without condition were lost with it).
 */
export function splitEntityFetch(
  fetch: FetchNode,
  supergraph: PlannedSupergraph,
): readonly [FetchPart, ...FetchPart[]] {
  const whole: readonly [FetchPart] = [{ fetch, conditions: [] }];
  // Without variants, only conditions divide; they are directives.
  if (!fetch.requires || (supergraph.variants.size === 0 && !fetch.operation.includes('@'))) return whole;
  const operation = readEntityOperation(fetch.operation);
  if (!operation) return whole;
  const fields = operation.fields.map((field) => describe(field, fetch.serviceName, supergraph));
  const groups = byCondition(fields).flatMap((group) => byVariant(group, supergraph.variants));
  const [first, ...others] = groups.map((group) => partOf(fetch, operation, group, fields, supergraph));
  return first && others.length > 0 ? [first, ...others] : whole;
}

interface DescribedField {
  readonly field: FieldNode;
  /** Its conditions as text; empty when it has none. */
  readonly signature: string;
  readonly conditions: readonly FetchCondition[];
  /** What it requires, each as `Type|path`. */
  readonly required: ReadonlySet<string>;
}

function describe(
  { field, typeName, directives }: EntityField,
  subgraph: string,
  { requirements }: PlannedSupergraph,
): DescribedField {
  const conditions = directives.filter(({ name }) => name.value === 'skip' || name.value === 'include');
  const required =
    typeName === undefined ? [] : requirements.requiredPaths(subgraph, typeName, field.name.value);
  return {
    field,
    signature: [...new Set(conditions.map((directive) => print(directive)))].sort().join(' '),
    conditions: conditions.flatMap(conditionOf),
    required: new Set(required),
  };
}

function conditionOf({ name, arguments: given }: DirectiveNode): FetchCondition[] {
  const value = given?.find((argument) => argument.name.value === 'if')?.value;
  if (value?.kind !== Kind.VARIABLE) return [];
  return [{ variable: value.name.value, runsIf: name.value === 'include' }];
}

/** One group of what is always known, and one for each set of conditions under which more is. */
function byCondition(fields: readonly DescribedField[]): readonly (readonly DescribedField[])[] {
  const isAlwaysAsked = ({ signature, required }: DescribedField): boolean =>
    signature === '' || required.size === 0;
  const known = new Set(fields.filter(isAlwaysAsked).flatMap(({ required }) => [...required]));
  const groups = new Map<string, DescribedField[]>();
  for (const field of fields) {
    const needsMore = !isAlwaysAsked(field) && [...field.required].some((path) => !known.has(path));
    const key = needsMore ? field.signature : '';
    groups.set(key, [...(groups.get(key) ?? []), field]);
  }
  return [...groups.values()];
}

/** Puts each field into the first part in which it meets no other variant of a field that it requires. */
function byVariant(
  fields: readonly DescribedField[],
  variants: ReadonlyMap<string, FieldVariant>,
): readonly (readonly DescribedField[])[] {
  const parts: { readonly fields: DescribedField[]; readonly choices: Map<string, string> }[] = [];
  for (const field of fields) {
    const choices = choicesOf(field, variants);
    let part = parts.find((candidate) =>
      choices.every(([key, name]) => (candidate.choices.get(key) ?? name) === name),
    );
    if (!part) {
      part = { fields: [], choices: new Map() };
      parts.push(part);
    }
    part.fields.push(field);
    for (const [key, name] of choices) part.choices.set(key, name);
  }
  return parts.map((part) => part.fields);
}

/** Which field takes each key of the representation: pairs of the key's place and the field's name in the plan. */
function choicesOf(
  { required }: DescribedField,
  variants: ReadonlyMap<string, FieldVariant>,
): [string, string][] {
  return [...required].flatMap((typeAndPath) => {
    const segments = typeAndPath.split(/[|.]/);
    return segments.slice(1).map((name, index): [string, string] => {
      const place = segments.slice(0, index + 1).join('.');
      return [`${place}.${variants.get(name)?.field ?? name}`, name];
    });
  });
}

function partOf(
  fetch: FetchNode,
  operation: EntityOperation,
  group: readonly DescribedField[],
  all: readonly DescribedField[],
  { requirements }: PlannedSupergraph,
): FetchPart {
  const { text, document } = operation.part(new Set(group.map(({ field }) => field)));
  const variables = variablesOf(document);
  const requires = keepRequired(fetch.requires ?? [], {
    all: new Set(all.flatMap(({ required }) => [...required])),
    kept: new Set(group.flatMap(({ required }) => [...required])),
    subgraph: fetch.serviceName,
    requirements,
  });
  const isShared = group.every(({ signature }) => signature === group[0]?.signature);
  return {
    conditions: isShared ? (group[0]?.conditions ?? []) : [],
    fetch: {
      ...fetch,
      requires,
      operation: text,
      ...(fetch.variableUsages && {
        variableUsages: fetch.variableUsages.filter((name) => variables.has(name)),
      }),
      ...(fetch.operationDocumentNode && { operationDocumentNode: document }),
    },
  };
}

function variablesOf(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, { Variable: ({ name }) => void names.add(name.value) });
  return names;
}
