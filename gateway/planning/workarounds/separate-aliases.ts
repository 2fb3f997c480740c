import { Kind, visit, type DocumentNode, type FieldNode } from 'graphql';

/** A document whose aliases mean nothing to the planner. */
export interface SeparatedDocument {
  readonly document: DocumentNode;
  /** The response key that the client chose, by the one it has in `document`; keys that are absent are the same in both. */
  readonly clientKeys: ReadonlyMap<string, string>;
}

/**
 * The planner takes a response key for the field of that name: where a client asks `id: legacyId`, the key `id` that an
 * entity fetch needs is never asked, and the fetch (or the client) gets the other one's value. So aliases that are keys of
 * plans are replaced by ones that are not. Undefined when there are none, as almost always.
 */
export function separateAliases(
  document: DocumentNode,
  plannedKeys: ReadonlySet<string>,
): SeparatedDocument | undefined {
  const taken = new Set<string>();
  const misleading = new Set<string>();
  visit(document, {
    Field: ({ name, alias }) => {
      taken.add(alias?.value ?? name.value);
      if (alias && alias.value !== name.value && plannedKeys.has(alias.value)) misleading.add(alias.value);
    },
  });
  if (misleading.size === 0) return undefined;
  const replacements = new Map([...misleading].map((key) => [key, freeKey(key, taken, plannedKeys)]));
  return {
    document: visit(document, { Field: (field) => replaceAlias(field, replacements) }),
    clientKeys: new Map([...replacements].map(([key, replacement]) => [replacement, key])),
  };
}

function freeKey(key: string, taken: ReadonlySet<string>, plannedKeys: ReadonlySet<string>): string {
  let number = 1;
  while (taken.has(`${key}__as_${number}`) || plannedKeys.has(`${key}__as_${number}`)) number += 1;
  return `${key}__as_${number}`;
}

function replaceAlias(field: FieldNode, replacements: ReadonlyMap<string, string>): FieldNode | undefined {
  const { alias, name } = field;
  const replacement = alias && alias.value !== name.value ? replacements.get(alias.value) : undefined;
  if (replacement === undefined) return undefined;
  return { ...field, alias: { kind: Kind.NAME, value: replacement } };
}
