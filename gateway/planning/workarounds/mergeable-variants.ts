import { type FetchNode, type QueryPlan } from '@apollo/query-planner';
import { Kind, parse, visit, type FieldNode, type SelectionSetNode } from 'graphql';
import { type CompositeTypes, namedTypeOf } from '../../supergraph/workarounds/composite-types';
import { type FieldVariant } from '../../supergraph/workarounds/field-variants';
import { type NullRisk } from '../../supergraph/workarounds/null-risk';
import { isRecord } from '../../support/is-record';
import { mapFetches } from './map-fetches';

type Variants = ReadonlyMap<string, FieldVariant>;

/**
 * The variants of a plan that may be asked as the field itself: they have no arguments, and no fetch asks something of the
 * same objects whose null would take along what is required of them.
 */
export function mergeableVariants(
  plan: QueryPlan,
  variants: Variants,
  types: CompositeTypes,
  risk: NullRisk,
): ReadonlySet<string> {
  const mergeable = new Set([...variants].flatMap(([name, { mayMerge }]) => (mayMerge ? [name] : [])));
  if (mergeable.size === 0) return mergeable;
  mapFetches(plan, (fetch) => {
    for (const name of mergeable) {
      if (mustStay(fetch, name, variants.get(name), types, risk)) mergeable.delete(name);
    }
    return [{ fetch, conditions: [] }];
  });
  return mergeable;
}

function mustStay(
  fetch: FetchNode,
  name: string,
  variant: FieldVariant | undefined,
  types: CompositeTypes,
  risk: NullRisk,
): boolean {
  if (!variant || !fetch.operation.includes(name)) return false;
  // The planner has given it an alias: two objects have different fields of that name.
  if (JSON.stringify(fetch.outputRewrites ?? []).includes(name)) return true;
  const parents = [...types.all()].flatMap(({ fields }) => fields.get(name) ?? []);
  const inner = [...new Set(parents.map(({ type }) => namedTypeOf(type)))];
  let isRisky = false;
  visit(parse(fetch.operation, { noLocation: true }), {
    SelectionSet: (selectionSet) => {
      const fields = fieldsOf(selectionSet);
      const required = fields.filter((field) => field.name.value === name);
      const asked = fields.filter((field) => (field.alias ?? field.name).value === variant.field);
      if (required.length === 0 || asked.length === 0) return;
      isRisky ||= risk.takesAlong(inner, setsOf(required), setsOf(asked));
    },
  });
  return isRisky;
}

/** The plan with the real names of the variants `names` in all its paths. */
export function renameInPaths(plan: QueryPlan, names: ReadonlySet<string>, variants: Variants): QueryPlan {
  const rename = (element: unknown): unknown =>
    typeof element === 'string' && names.has(element) ? (variants.get(element)?.field ?? element) : element;
  const renameIn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(renameIn);
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        PATHS.has(key) && Array.isArray(inner) ? inner.map(rename) : renameIn(inner),
      ]),
    );
  };
  // Only names in paths differ.
  return names.size === 0 ? plan : (renameIn(plan) as QueryPlan);
}

const PATHS: ReadonlySet<string> = new Set(['path', 'queryPath']);

function fieldsOf({ selections }: SelectionSetNode): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf(selection.selectionSet) : [];
  });
}

function setsOf(fields: readonly FieldNode[]): SelectionSetNode[] {
  return fields.flatMap(({ selectionSet }) => selectionSet ?? []);
}
