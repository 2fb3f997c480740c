import {
  Kind,
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type ConstObjectFieldNode,
  type ConstValueNode,
  type DocumentNode,
  type FieldNode,
  type SelectionSetNode,
} from 'graphql';
import { CompositeTypes, isFieldsDefinition, namedTypeOf, type FieldsDefinition } from './composite-types';
import { fieldPaths, parseFieldSet, printFieldSet } from './field-set';
import { FieldVariants, type FieldVariant } from './field-variants';
import { directivesNamed, graphOf } from './graph-directives';
import { NullRisk } from './null-risk';
import { specificationNames, textArgumentOf, type SpecificationNames } from './specification-names';

/** A supergraph in which the fields that field sets ask for take no arguments. */
export interface SeparatedSupergraph {
  readonly document: DocumentNode;
  /** What stands behind each field that was made up, by its name. */
  readonly variants: ReadonlyMap<string, FieldVariant>;
}

/**
 * The planner merges fields by their response name: `price(currency: USD)` that a `@requires` or `@fromContext` asks for
 * and `price(currency: EUR)` that the client (or another `@requires`) asks for become one of the two, and somebody
 * silently gets the other's value. So each such combination becomes a field of its own without arguments, which exists in
 * the planner's supergraph only; in finished plans the real fields take their places again. The same where what the client
 * asks of an object could make it null, and with it what is required of the object.
 */
export function separateRequiredArguments(document: DocumentNode): SeparatedSupergraph {
  const types = new CompositeTypes(document);
  const variants = new FieldVariants(types);
  const fieldSets = new FieldSets(types, specificationNames(document), variants, new NullRisk(document));
  const rewritten = document.definitions.map((definition) =>
    isFieldsDefinition(definition) ? fieldSets.rewriteIn(definition) : definition,
  );
  if (variants.byName().size === 0) return { document, variants: new Map() };
  const definitions = rewritten.map((definition) =>
    isFieldsDefinition(definition) ? variants.addTo(definition) : definition,
  );
  return { document: { ...document, definitions }, variants: variants.byName() };
}

/** The field sets in the `@join__field` directives of a supergraph. */
class FieldSets {
  constructor(
    private readonly types: CompositeTypes,
    private readonly names: SpecificationNames,
    private readonly variants: FieldVariants,
    private readonly risk: NullRisk,
  ) {}

  rewriteIn(definition: FieldsDefinition): FieldsDefinition {
    const typeName = definition.name.value;
    const fields = definition.fields?.map((field) => ({
      ...field,
      directives: field.directives?.map((directive) =>
        directive.name.value === this.names.joinField
          ? this.rewriteJoinField(directive, typeName)
          : directive,
      ),
    }));
    // Only the directives of its fields differ, so it stays the kind of definition it was.
    return { ...definition, fields } as FieldsDefinition;
  }

  private rewriteJoinField(directive: ConstDirectiveNode, typeName: string): ConstDirectiveNode {
    const rewrite = (argument: ConstArgumentNode): ConstArgumentNode => {
      if (argument.name.value === 'requires') {
        const shared = this.sharedNames(directive, typeName);
        return { ...argument, value: this.rewriteText(argument.value, [typeName], shared) };
      }
      if (argument.name.value !== 'contextArguments') return argument;
      return { ...argument, value: this.rewriteContextArguments(argument.value) };
    };
    return { ...directive, arguments: (directive.arguments ?? []).map(rewrite) };
  }

  private rewriteContextArguments(value: ConstValueNode): ConstValueNode {
    if (value.kind === Kind.LIST) {
      return { ...value, values: value.values.map((item) => this.rewriteContextArguments(item)) };
    }
    if (value.kind !== Kind.OBJECT) return value;
    const context = value.fields.find(({ name }) => name.value === 'context')?.value;
    const parents = context?.kind === Kind.STRING ? this.typesOfContext(context.value) : [];
    const rewrite = (field: ConstObjectFieldNode): ConstObjectFieldNode =>
      field.name.value === 'selection' ? { ...field, value: this.rewriteText(field.value, parents) } : field;
    return { ...value, fields: value.fields.map(rewrite) };
  }

  private typesOfContext(context: string): string[] {
    const setsIt = (directive: ConstDirectiveNode): boolean =>
      directive.name.value === this.names.context && textArgumentOf(directive, 'name') === context;
    return [...this.types.all()].filter(({ directives }) => directives.some(setsIt)).map(({ name }) => name);
  }

  /** The fields of a type that are keys of it somewhere, or that the subgraph of `directive` provides. */
  private sharedNames(directive: ConstDirectiveNode, typeName: string): ReadonlySet<string> {
    const type = this.types.get(typeName);
    const keys = (type ? directivesNamed(type, this.names.joinType) : []).map((one) =>
      textArgumentOf(one, 'key'),
    );
    const provided = [...this.types.all()]
      .flatMap(({ fields }) => [...fields.values()])
      .flatMap((field) => directivesNamed(field, this.names.joinField))
      .filter((one) => graphOf(one) === graphOf(directive))
      .map((one) => textArgumentOf(one, 'provides'));
    const fieldSets = [...keys, ...provided].flatMap((text) => parseFieldSet(text ?? '') ?? []);
    return new Set(fieldSets.flatMap((fieldSet) => fieldPaths(fieldSet)).flatMap((path) => path.split('.')));
  }

  private rewriteText(
    value: ConstValueNode,
    parents: readonly string[],
    shared?: ReadonlySet<string>,
  ): ConstValueNode {
    const fieldSet = value.kind === Kind.STRING ? parseFieldSet(value.value) : undefined;
    if (value.kind !== Kind.STRING || !fieldSet) return value;
    const rewritten = this.rewriteSelections(fieldSet, parents, shared);
    return { kind: Kind.STRING, value: printFieldSet(rewritten, value.value) };
  }

  /** `shared` is defined where objects that others ask for, too, must be told apart: not in what is inside of those. */
  private rewriteSelections(
    selectionSet: SelectionSetNode,
    parents: readonly string[],
    shared?: ReadonlySet<string>,
  ): SelectionSetNode {
    return {
      ...selectionSet,
      selections: selectionSet.selections.map((selection) => {
        if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
        if (selection.kind === Kind.FIELD) return this.rewriteField(selection, parents, shared);
        const condition = selection.typeCondition?.name.value;
        const inner = condition === undefined ? parents : [condition];
        return { ...selection, selectionSet: this.rewriteSelections(selection.selectionSet, inner, shared) };
      }),
    };
  }

  private rewriteField(
    field: FieldNode,
    parents: readonly string[],
    shared: ReadonlySet<string> | undefined,
  ): FieldNode {
    const fieldName = field.name.value;
    const definitions = parents.flatMap((parent) => this.types.get(parent)?.fields.get(fieldName) ?? []);
    const inner = [...new Set(definitions.map(({ type }) => namedTypeOf(type)))];
    const rewritten: FieldNode = field.selectionSet
      ? { ...field, selectionSet: this.rewriteSelections(field.selectionSet, inner) }
      : field;
    // Asked without arguments, a field that takes some is a call with their defaults, and as easily mistaken.
    const takesArguments = definitions.some((definition) => (definition.arguments ?? []).length > 0);
    const isAtRisk =
      shared?.has(fieldName) === false &&
      field.selectionSet !== undefined &&
      this.risk.takesAlong(inner, [field.selectionSet]);
    if (!takesArguments && !isAtRisk) return rewritten;
    const name = this.variants.nameFor(field, parents, !takesArguments);
    return { ...rewritten, arguments: [], name: { kind: Kind.NAME, value: name } };
  }
}
