import { type Schema } from '@apollo/federation-internals';
import { Kind, parse, visit, type DefinitionNode, type DirectiveDefinitionNode } from 'graphql';
import { namedTypeOf } from './workarounds/composite-types';

/**
 * The directives for operations that composition kept for `@composeDirective`, as clients may see them. The package takes
 * them from clients, as it takes all that comes of a linked specification; those of specs.apollo.dev are how supergraphs
 * are written, and stay away. A directive with a type that clients may not see is left out.
 */
export function composedDirectives(
  sdl: string,
  schema: Schema,
  apiSchema: Schema,
): readonly DirectiveDefinitionNode[] {
  const composed = new Set(
    [...schema.directives()].map(({ name }) => name).filter((name) => isComposed(name, schema, apiSchema)),
  );
  // Almost no supergraph has one, and reading its text again takes time.
  if (composed.size === 0) return [];
  return shownDefinitions(sdl, schema).flatMap((definition) => {
    if (definition.kind !== Kind.DIRECTIVE_DEFINITION || !composed.has(definition.name.value)) return [];
    const locations = definition.locations.filter(({ value }) => EXECUTABLE.has(value));
    const types = (definition.arguments ?? []).map(({ type }) => namedTypeOf(type));
    const isUsable = locations.length > 0 && types.every((type) => apiSchema.type(type));
    return isUsable ? [{ ...definition, locations }] : [];
  });
}

const BY_GRAPHQL = new Set(['skip', 'include', 'defer', 'stream']);

function isComposed(name: string, schema: Schema, apiSchema: Schema): boolean {
  const definition = schema.directive(name);
  if (!definition || BY_GRAPHQL.has(name) || apiSchema.directive(name)) return false;
  const identity = schema.coreFeatures?.sourceFeature(definition)?.feature.url.identity;
  return identity !== undefined && !identity.startsWith('https://specs.apollo.dev/');
}

/** All definitions without what is inaccessible, and without directives on what is left. */
function shownDefinitions(sdl: string, schema: Schema): readonly DefinitionNode[] {
  const inaccessible = schema.coreFeatures
    ?.getByIdentity('https://specs.apollo.dev/inaccessible')
    ?.directiveNameInSchema('inaccessible');
  return visit(parse(sdl, { noLocation: true }), {
    enter: (node) => {
      if (node.kind === Kind.DIRECTIVE) return null;
      const directives = 'directives' in node ? (node.directives ?? []) : [];
      return directives.some(({ name }) => name.value === inaccessible) ? null : undefined;
    },
  }).definitions;
}

const EXECUTABLE = new Set([
  'QUERY',
  'MUTATION',
  'SUBSCRIPTION',
  'FIELD',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'VARIABLE_DEFINITION',
]);
