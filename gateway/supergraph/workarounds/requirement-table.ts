import { type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { CompositeTypes } from './composite-types';
import { fieldPaths, parseFieldSet } from './field-set';
import { argumentOf, specificationNames, textArgumentOf } from './specification-names';
import { subgraphNames } from './subgraph-names';

/** What subgraphs must be told of an entity before they resolve its fields. */
export interface RequirementTable {
  /** The paths that `@requires` of `field` names, for values of `typeName` in a subgraph; each as `Type|path`. */
  requiredPaths(subgraph: string, typeName: string, field: string): readonly string[];
  /** The paths of all keys by which a subgraph knows `typeName`, as `box.width`. */
  keyPaths(subgraph: string, typeName: string): ReadonlySet<string>;
  /** `typeName` and all types that implement it. */
  typesBelow(typeName: string): readonly string[];
}

/** Reads the table off a supergraph. */
export function readRequirements(document: DocumentNode): RequirementTable {
  const names = specificationNames(document);
  const subgraphs = subgraphNames(document);
  const types = new CompositeTypes(document);
  const required = new Map<string, readonly string[]>();
  const keys = new Map<string, Set<string>>();
  for (const type of types.all()) {
    for (const { subgraph, text } of fieldSetsOf(type.directives, names.joinType, 'key', subgraphs)) {
      const known = keys.get(`${subgraph}|${type.name}`) ?? new Set();
      keys.set(`${subgraph}|${type.name}`, new Set([...known, ...pathsOf(text)]));
    }
    for (const [field, { directives }] of type.fields) {
      for (const { subgraph, text } of fieldSetsOf(
        directives ?? [],
        names.joinField,
        'requires',
        subgraphs,
      )) {
        required.set(`${subgraph}|${type.name}|${field}`, pathsOf(text));
      }
    }
  }
  const typesBelow = (typeName: string): readonly string[] => [typeName, ...types.implementersOf(typeName)];
  return {
    typesBelow,
    requiredPaths: (subgraph, typeName, field) => {
      // What an interface object requires, it requires of each implementation.
      const inherited = required.get(`${subgraph}|${typeName}|${field}`) ?? [];
      return typesBelow(typeName).flatMap((name) =>
        [...inherited, ...(required.get(`${subgraph}|${name}|${field}`) ?? [])].map(
          (path) => `${name}|${path}`,
        ),
      );
    },
    keyPaths: (subgraph, typeName) => {
      const related = [...typesBelow(typeName), ...(types.get(typeName)?.interfaces ?? [])];
      return new Set(related.flatMap((name) => [...(keys.get(`${subgraph}|${name}`) ?? [])]));
    },
  };
}

function fieldSetsOf(
  directives: readonly ConstDirectiveNode[],
  directiveName: string,
  argument: 'key' | 'requires',
  subgraphs: ReadonlyMap<string, string>,
): { readonly subgraph: string; readonly text: string }[] {
  return directives.flatMap((directive) => {
    if (directive.name.value !== directiveName) return [];
    const subgraph = subgraphs.get(String(argumentOf(directive, 'graph')));
    const text = textArgumentOf(directive, argument);
    return subgraph === undefined || text === undefined ? [] : [{ subgraph, text }];
  });
}

function pathsOf(text: string): readonly string[] {
  const fieldSet = parseFieldSet(text);
  return fieldSet ? fieldPaths(fieldSet) : [];
}
