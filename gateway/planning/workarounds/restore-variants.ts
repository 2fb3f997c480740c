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
export function restoreVariants(fetch: FetchNode, variants: Variants): FetchNode {
  const asksVariant = [...variants.keys()].some((name) => fetch.operation.includes(name));
  const renamers = fetch.requires ? keyRenamers(fetch.requires, [], variants) : [];
  if (!asksVariant && renamers.length === 0) return fetch;
  const document = asksVariant ? restoreOperation(fetch.operation, variants) : undefined;
  return {
    ...fetch,
    ...(document && { operation: stripIgnoredCharacters(print(document)) }),
    ...(document && fetch.operationDocumentNode && { operationDocumentNode: document }),
    ...(fetch.requires && { requires: restoreNames(fetch.requires, variants) }),
    // Before the planner's own rewrites: those may change the type that paths are followed by.
    ...(renamers.length > 0 && { inputRewrites: [...renamers, ...(fetch.inputRewrites ?? [])] }),
  };
}

function restoreOperation(text: string, variants: Variants): DocumentNode {
  return visit(parse(text, { noLocation: true }), {
    Field: (field): FieldNode | undefined => {
      const variant = variants.get(field.name.value);
      if (!variant) return undefined;
      return {
        ...field,
        alias: field.alias ?? field.name,
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
): QueryPlanSelectionNode[] {
  return selections.map((selection) => {
    const inner = selection.selections && { selections: restoreNames(selection.selections, variants) };
    if (selection.kind === 'InlineFragment') return { ...selection, ...inner };
    const variant = variants.get(selection.name);
    return { ...selection, ...inner, ...(variant && { alias: selection.name, name: variant.field }) };
  });
}

/** Renamers of all variants in a representation, the innermost first: their paths go through names not yet changed. */
function keyRenamers(
  selections: readonly QueryPlanSelectionNode[],
  path: readonly string[],
  variants: Variants,
): FetchDataRewrite[] {
  const renamers = selections.flatMap((selection): FetchDataRewrite[] => {
    if (selection.kind === 'InlineFragment') return keyRenamers(selection.selections, path, variants);
    const place = [...path, selection.name];
    const variant = variants.get(selection.name);
    return [
      ...keyRenamers(selection.selections ?? [], place, variants),
      ...(variant ? [{ kind: 'KeyRenamer' as const, path: place, renameKeyTo: variant.field }] : []),
    ];
  });
  const seen = new Set<string>();
  return renamers.filter(({ path: place }) => {
    const key = place.join('.');
    return !seen.has(key) && seen.add(key);
  });
}
