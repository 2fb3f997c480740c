import { Kind, parse, type ConstDirectiveNode, type SelectionSetNode } from 'graphql';
import { type LoadedSupergraph } from '../supergraph/supergraph';
import { isRecord } from '../support/is-record';
import { declaredRequirementReader, type DeclaredRequirement } from './declared-requirement';
import { allOf, DENIED, implies, OPEN, type Requirement } from './requirement';
import {
  directiveArgument,
  outlineSupergraph,
  possibleTypes,
  type FieldOutline,
  type TypeOutline,
} from './supergraph-outline';

/**
 * What the types and fields of one supergraph ask of a caller.
 *
 * The rules: an object type asks for what is written on it. An interface asks for what it and all its possible types ask
 * (GHSA-x33c-7c2v-mrj9); what is written on an interface only binds its implementors too (CVE-2025-64530). A field asks
 * for what is written on it, what its own type asks, and what every field asks that it is computed from by `@requires` or
 * `@fromContext` (GHSA-m8jr-fxqx-8xx6), chains included.
 */
export class Requirements {
  private readonly types: ReadonlyMap<string, TypeOutline>;
  private readonly declared: DeclaredRequirement;
  private readonly contexts: ReadonlyMap<string, readonly string[]>;
  private readonly byType = new Map<string, Requirement>();
  private readonly byField = new Map<string, Requirement>();

  constructor(source: Pick<LoadedSupergraph, 'sdl' | 'supergraph'>) {
    this.types = outlineSupergraph(source.sdl);
    this.declared = declaredRequirementReader(source.supergraph.schema);
    this.contexts = typesByContext(this.types);
  }

  /** What it takes to see values of this type. A type that is not known is refused to everyone. */
  ofType(name: string): Requirement {
    return remember(this.byType, name, () => this.computeType(name));
  }

  /** What it takes to ask for this field. A field that is not known is refused to everyone. */
  ofField(typeName: string, fieldName: string): Requirement {
    return remember(this.byField, `${typeName}.${fieldName}`, () => this.computeField(typeName, fieldName));
  }

  /** The object types that a value of type `name` can have. */
  possibleTypes(name: string): readonly string[] {
    return possibleTypes(this.types, name);
  }

  /** Every scope that any element asks for: other scopes of a caller change nothing. */
  scopes(): ReadonlySet<string> {
    const scopes = new Set<string>();
    for (const type of this.types.values()) {
      const elements = [type.directives, ...[...type.fields.values()].map((field) => field.directives)];
      for (const directives of elements) {
        for (const scope of this.declared(directives).scopes.flat(2)) scopes.add(scope);
      }
    }
    return scopes;
  }

  private computeType(name: string): Requirement {
    const type = this.types.get(name);
    if (!type) return BUILT_IN_SCALARS.has(name) ? OPEN : DENIED;
    const own = this.declared(type.directives);
    if (type.kind === 'object') return allOf([own, ...this.inheritedByType(type)]);
    if (type.kind !== 'interface') return own;
    return allOf([own, ...possibleTypes(this.types, name).map((possible) => this.ofType(possible))]);
  }

  private inheritedByType(type: TypeOutline): Requirement[] {
    return [...type.interfaces].map((name) =>
      this.unexplained(name, (element) => this.declared(element.directives)),
    );
  }

  private computeField(typeName: string, fieldName: string): Requirement {
    const type = this.types.get(typeName);
    const field = type?.fields.get(fieldName);
    if (!type || !field) return DENIED;
    const own = [this.declared(field.directives), this.ofType(typeName), ...this.dependencies(type, field)];
    if (type.kind === 'interface') {
      own.push(...possibleTypes(this.types, typeName).map((possible) => this.ofField(possible, fieldName)));
    } else {
      own.push(
        ...[...type.interfaces].map((name) =>
          this.unexplained(name, (element) => this.declared(element.fields.get(fieldName)?.directives ?? [])),
        ),
      );
    }
    return allOf(own);
  }

  /**
   * What is written on the interface and does not follow from what is written on its implementors. Composition copies
   * requirements of implementors up to their interface; binding those copies to every other implementor would refuse too
   * much, while a requirement that stands on the interface alone must bind all of them.
   */
  private unexplained(interfaceName: string, read: (element: TypeOutline) => Requirement): Requirement {
    const declaration = this.types.get(interfaceName);
    if (!declaration) return DENIED;
    const written = read(declaration);
    if (written === OPEN) return OPEN;
    const implementors = possibleTypes(this.types, interfaceName).flatMap(
      (name) => this.types.get(name) ?? [],
    );
    return implies(allOf(implementors.map(read)), written) ? OPEN : written;
  }

  private dependencies(type: TypeOutline, field: FieldOutline): Requirement[] {
    return field.directives
      .filter((directive) => directive.name.value === 'join__field')
      .flatMap((join) => [...this.requiredFields(type, join), ...this.contextFields(join)]);
  }

  private requiredFields(type: TypeOutline, join: ConstDirectiveNode): Requirement[] {
    const requires = directiveArgument(join, 'requires');
    return typeof requires === 'string' ? this.ofSelection(type.name, `{ ${requires} }`) : [];
  }

  private contextFields(join: ConstDirectiveNode): Requirement[] {
    const used = directiveArgument(join, 'contextArguments');
    if (!Array.isArray(used)) return [];
    return used.flatMap((argument: unknown) => {
      if (
        !isRecord(argument) ||
        typeof argument.context !== 'string' ||
        typeof argument.selection !== 'string'
      ) {
        return [DENIED];
      }
      const { context, selection } = argument;
      return (this.contexts.get(context) ?? []).flatMap((name) => this.ofSelection(name, selection));
    });
  }

  private ofSelection(typeName: string, text: string): Requirement[] {
    const [definition] = parse(text, { noLocation: true }).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) return [DENIED];
    return this.ofSelectionSet(typeName, definition.selectionSet);
  }

  private ofSelectionSet(typeName: string, selectionSet: SelectionSetNode): Requirement[] {
    return selectionSet.selections.flatMap((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [DENIED];
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        return this.ofSelectionSet(selection.typeCondition?.name.value ?? typeName, selection.selectionSet);
      }
      if (selection.name.value === '__typename') return [];
      const field = this.types.get(typeName)?.fields.get(selection.name.value);
      // A context's selection may name fields of one of its types only; those say nothing about the others.
      if (!field) return [];
      const below = selection.selectionSet ? this.ofSelectionSet(field.typeName, selection.selectionSet) : [];
      return [this.ofField(typeName, selection.name.value), this.ofType(field.typeName), ...below];
    });
  }
}

const BUILT_IN_SCALARS: ReadonlySet<string> = new Set(['Int', 'Float', 'String', 'Boolean', 'ID']);

/** Computes once. A cycle (`a` requires `b` requires `a`) can never be resolved, so it is refused to everyone. */
function remember(memory: Map<string, Requirement>, key: string, compute: () => Requirement): Requirement {
  const known = memory.get(key);
  if (known) return known;
  memory.set(key, DENIED);
  const computed = compute();
  memory.set(key, computed);
  return computed;
}

function typesByContext(types: ReadonlyMap<string, TypeOutline>): ReadonlyMap<string, readonly string[]> {
  const contexts = new Map<string, string[]>();
  for (const type of types.values()) {
    for (const directive of type.directives) {
      const name = directive.name.value === 'context' ? directiveArgument(directive, 'name') : undefined;
      if (typeof name === 'string') contexts.set(name, [...(contexts.get(name) ?? []), type.name]);
    }
  }
  return contexts;
}
