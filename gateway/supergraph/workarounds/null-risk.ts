import { Kind, type DocumentNode, type SelectionSetNode } from 'graphql';
import { CompositeTypes, namedTypeOf, type CompositeType } from './composite-types';
import { directivesNamed } from './graph-directives';
import { fieldPaths, parseFieldSet } from './field-set';
import { specificationNames, textArgumentOf } from './specification-names';

/** Tells where a null that moves up (GraphQL spec, section 6.4.4) takes along what others need of the same object. */
export class NullRisk {
  private readonly types: CompositeTypes;
  private readonly joinType: string;

  constructor(document: DocumentNode) {
    this.types = new CompositeTypes(document);
    this.joinType = specificationNames(document).joinType;
  }

  /**
   * True when objects of the types `parents` may become null for a field that is not among those `required`: one that is
   * `asked`, or any at all where that is undefined. Keys are no risk: what has none is no object.
   */
  takesAlong(
    parents: readonly string[],
    required: readonly SelectionSetNode[],
    asked?: readonly SelectionSetNode[],
  ): boolean {
    const needed = flatten(required);
    const wanted = asked && flatten(asked);
    const types = parents.flatMap((name) => [name, ...this.types.implementersOf(name)]);
    const composite = types.flatMap((name) => this.types.get(name) ?? []);
    const isLost = composite.some((type) => this.hasOther(type, needed, wanted));
    return isLost || [...needed].some(([name, inner]) => this.takesInside(composite, name, inner, wanted));
  }

  private hasOther(type: CompositeType, needed: Selected, wanted: Selected | undefined): boolean {
    const keys = directivesNamed(type, this.joinType).flatMap((directive) => {
      const fieldSet = parseFieldSet(textArgumentOf(directive, 'key') ?? '');
      return fieldSet ? fieldPaths(fieldSet).map((path) => path.split('.')[0]) : [];
    });
    return [...type.fields].some(
      ([name, { type: fieldType }]) =>
        fieldType.kind === Kind.NON_NULL_TYPE &&
        !needed.has(name) &&
        !keys.includes(name) &&
        (wanted?.has(name) ?? true),
    );
  }

  private takesInside(
    types: readonly CompositeType[],
    name: string,
    inner: readonly SelectionSetNode[],
    wanted: Selected | undefined,
  ): boolean {
    if (inner.length === 0 || (wanted && !wanted.has(name))) return false;
    const fields = types.flatMap(({ fields: all }) => all.get(name) ?? []);
    const parents = [...new Set(fields.map(({ type }) => namedTypeOf(type)))];
    return this.takesAlong(parents, inner, wanted?.get(name));
  }
}

/** What is selected of each field, by its name. */
type Selected = ReadonlyMap<string, readonly SelectionSetNode[]>;

function flatten(selectionSets: readonly SelectionSetNode[]): Selected {
  const selected = new Map<string, readonly SelectionSetNode[]>();
  for (const selection of selectionSets.flatMap(({ selections }) => selections)) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
    const found: Selected =
      selection.kind === Kind.INLINE_FRAGMENT
        ? flatten([selection.selectionSet])
        : new Map([[selection.name.value, selection.selectionSet ? [selection.selectionSet] : []]]);
    for (const [name, inner] of found) selected.set(name, [...(selected.get(name) ?? []), ...inner]);
  }
  return selected;
}
