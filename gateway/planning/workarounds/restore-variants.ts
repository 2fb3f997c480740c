import { type FetchDataRewrite, type FetchNode, type QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type DocumentNode,
  type FieldNode,
} from 'graphql';
import { type FieldVariant } from '../../supergraph/workarounds/field-variants';

type Variants = ReadonlyMap<string, FieldVariant>;

/**
 * Puts the real fields in the places of those made up for the planner: the subgraph's operation asks the real field with
 * its arguments under the made-up name as alias, so that the data of the plan tells the variants apart; a representation
 * is read from there and has the real name when it is sent.
 */
export function restoreVariants(
  fetch: FetchNode,
  variants: Variants,
  merged: ReadonlySet<string> = new Set(),
): FetchNode {
  const asksVariant = [...variants.keys()].some((name) => fetch.operation.includes(name));
  const renamers = fetch.requires ? keyRenamers(fetch.requires, [], variants, merged) : [];
  const requiresVariant = fetch.requires && asksForAny(fetch.requires, variants);
  if (!asksVariant && !requiresVariant) return fetch;
  const document = asksVariant ? restoreOperation(fetch.operation, variants, merged) : undefined;
  return {
    ...fetch,
    ...(document && { operation: stripIgnoredCharacters(print(document)) }),
    ...(document && fetch.operationDocumentNode && { operationDocumentNode: document }),
    ...(fetch.requires && { requires: restoreNames(fetch.requires, variants, merged) }),
    // Before the planner's own rewrites: those may change the type that paths are followed by.
    ...(renamers.length > 0 && { inputRewrites: [...renamers, ...(fetch.inputRewrites ?? [])] }),
  };
}

function asksForAny(selections: readonly QueryPlanSelectionNode[], variants: Variants): boolean {
  return selections.some(
    (selection) =>
      (selection.kind === 'Field' && variants.has(selection.name)) ||
      asksForAny(selection.selections ?? [], variants),
  );
}

function restoreOperation(text: string, variants: Variants, merged: ReadonlySet<string>): DocumentNode {
  return visit(parse(text, { noLocation: true }), {
    Field: (field): FieldNode | undefined => {
      const variant = variants.get(field.name.value);
      if (!variant) return undefined;
      return {
        ...field,
        ...(!merged.has(field.name.value) && { alias: field.alias ?? field.name }),
        name: { kind: Kind.NAME, value: variant.field },
        // What the planner gave it are the values of contexts.
        arguments: [...variant.arguments, ...(field.arguments ?? [])],
      };
    },
  });
}

function restoreNames(
  selections: readonly QueryPlanSelectionNode[],
  variants: Variants,
  merged: ReadonlySet<string>,
): QueryPlanSelectionNode[] {
  return selections.map((selection) => {
    const inner = selection.selections && {
      selections: restoreNames(selection.selections, variants, merged),
    };
    if (selection.kind === 'InlineFragment') return { ...selection, ...inner };
    const variant = variants.get(selection.name);
    if (!variant) return { ...selection, ...inner };
    const alias = merged.has(selection.name) ? {} : { alias: selection.name };
    return { ...selection, ...inner, ...alias, name: variant.field };
  });
}

/** Renamers of all variants in a representation, the innermost first: their paths go through names not yet changed. */
function keyRenamers(
  selections: readonly QueryPlanSelectionNode[],
  path: readonly string[],
  variants: Variants,
  merged: ReadonlySet<string>,
): FetchDataRewrite[] {
  const renamers = selections.flatMap((selection): FetchDataRewrite[] => {
    if (selection.kind === 'InlineFragment') return keyRenamers(selection.selections, path, variants, merged);
    const variant = variants.get(selection.name);
    const isMerged = merged.has(selection.name);
    const place = [...path, (isMerged && variant?.field) || selection.name];
    return [
      ...keyRenamers(selection.selections ?? [], place, variants, merged),
      ...(variant && !isMerged
        ? [{ kind: 'KeyRenamer' as const, path: place, renameKeyTo: variant.field }]
        : []),
    ];
  });
  const seen = new Set<string>();
  return renamers.filter(({ path: place }) => {
    const key = place.join('.');
    return !seen.has(key) && seen.add(key);
  });
}
