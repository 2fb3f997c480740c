import { type Schema } from '@apollo/federation-internals';
import { valueFromASTUntyped, type DirectiveNode } from 'graphql';
import { allOf, DENIED, OPEN, type Requirement, type ScopeAlternatives } from './requirement';

/** Reads what the directives written on one element of a supergraph ask for. */
export type DeclaredRequirement = (directives: readonly DirectiveNode[]) => Requirement;

const SPECIFICATIONS: Readonly<Record<string, (directive: DirectiveNode) => Requirement>> = {
  authenticated: () => ({ authenticated: true, scopes: [], denied: false }),
  requiresScopes: readScopes,
  policy: () => DENIED,
};

/**
 * A reader of the security directives of `schema`, by the identity of their specification: `@link` may import or rename
 * them at will, and a renamed directive must bind all the same (GHSA-g8jh-vg5j-4h3f).
 */
export function declaredRequirementReader(schema: Schema): DeclaredRequirement {
  const readers = new Map<string, (directive: DirectiveNode) => Requirement>();
  for (const [name, read] of Object.entries(SPECIFICATIONS)) {
    const feature = schema.coreFeatures?.getByIdentity(`https://specs.apollo.dev/${name}`);
    if (feature) readers.set(feature.directiveNameInSchema(name), read);
  }
  return (directives) =>
    allOf(directives.map((directive) => readers.get(directive.name.value)?.(directive) ?? OPEN));
}

function readScopes(directive: DirectiveNode): Requirement {
  const argument = directive.arguments?.find(({ name }) => name.value === 'scopes');
  const scopes = argument && valueFromASTUntyped(argument.value);
  // Fail closed: what is not a list of lists of strings cannot be met by anyone.
  return isScopeAlternatives(scopes) ? { authenticated: true, scopes: [scopes], denied: false } : DENIED;
}

function isScopeAlternatives(value: unknown): value is ScopeAlternatives {
  return (
    Array.isArray(value) &&
    value.every((scopes) => Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string'))
  );
}
