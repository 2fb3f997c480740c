import { Kind, type ConstDirectiveNode, type DocumentNode, type SelectionSetNode } from 'graphql';
import { CompositeTypes, namedTypeOf, type CompositeType } from './composite-types';
import { parseFieldSet } from './field-set';
import { graphOf } from './graph-directives';
import { argumentOf, specificationNames, textArgumentOf } from './specification-names';

/** A type in a subgraph that declares `@external` what chains of requirements start from. */
export interface ChainTrap {
  readonly type: string;
  readonly graph: string;
}

/** The chains of requirements of a supergraph: a field requires one that requires something itself. */
export interface RequiredChains {
  /**
   * Where a chain can be planned as if it were none: the planner asks for what the chain starts from where it is external.
   */
  readonly traps: readonly ChainTrap[];
  /** How many fields that require something come before the field in its longest chain. */
  depthOf(typeName: string, field: string): number;
}

/** Finds the chains of requirements in a supergraph. */
export function findRequiredChains(document: DocumentNode): RequiredChains {
  const { joinField } = specificationNames(document);
  const requirements = new Requirements(new CompositeTypes(document), joinField);
  const starts = requirements.chainStarts();
  return {
    traps: [...requirements.types.all()].flatMap((type) => trapsIn(type, starts, joinField)),
    depthOf: (typeName, field) => requirements.depthOf(`${typeName}.${field}`, new Set()),
  };
}

function trapsIn(type: CompositeType, starts: ReadonlySet<string>, joinField: string): ChainTrap[] {
  const graphs = new Set<string>();
  for (const [name, { directives = [] }] of type.fields) {
    if (!starts.has(`${type.name}.${name}`)) continue;
    for (const directive of directives) {
      if (directive.name.value !== joinField || argumentOf(directive, 'external') !== true) continue;
      graphs.add(graphOf(directive));
    }
  }
  return [...graphs].map((graph) => ({ type: type.name, graph }));
}

/** What fields require, each field as `Type.field`. */
class Requirements {
  private readonly required = new Map<string, Set<string>>();

  constructor(
    readonly types: CompositeTypes,
    private readonly joinField: string,
  ) {
    for (const type of this.types.all()) {
      for (const [name, { directives = [] }] of type.fields) {
        for (const fieldSet of directives.flatMap((directive) => this.requiredBy(directive))) {
          const fields = this.required.get(`${type.name}.${name}`) ?? new Set();
          this.required.set(`${type.name}.${name}`, fields);
          this.collect(fieldSet, [type.name], fields);
        }
      }
    }
  }

  /** What is required by fields that are required in turn. */
  chainStarts(): ReadonlySet<string> {
    const all = new Set([...this.required.values()].flatMap((fields) => [...fields]));
    return new Set([...this.required].flatMap(([field, fields]) => (all.has(field) ? [...fields] : [])));
  }

  /** Composition refuses circles; `above` is there for supergraphs that nobody composed. */
  depthOf(field: string, above: ReadonlySet<string>): number {
    const requiring = [...(this.required.get(field) ?? [])].filter(
      (name) => this.required.has(name) && !above.has(name),
    );
    return Math.max(0, ...requiring.map((name) => 1 + this.depthOf(name, new Set([...above, field]))));
  }

  private requiredBy(directive: ConstDirectiveNode): SelectionSetNode[] {
    if (directive.name.value !== this.joinField) return [];
    const text = textArgumentOf(directive, 'requires');
    const fieldSet = text === undefined ? undefined : parseFieldSet(text);
    return fieldSet ? [fieldSet] : [];
  }

  /** Adds the fields of `fieldSet` on all types on which they may be asked for. */
  private collect({ selections }: SelectionSetNode, parents: readonly string[], found: Set<string>): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        this.collect(selection.selectionSet, condition === undefined ? parents : [condition], found);
        continue;
      }
      const related = new Set(parents.flatMap((parent) => this.relatedTo(parent)));
      const inner: string[] = [];
      for (const parent of related) {
        const field = this.types.get(parent)?.fields.get(selection.name.value);
        if (!field) continue;
        found.add(`${parent}.${selection.name.value}`);
        inner.push(namedTypeOf(field.type));
      }
      if (selection.selectionSet) this.collect(selection.selectionSet, [...new Set(inner)], found);
    }
  }

  private relatedTo(typeName: string): readonly string[] {
    return [
      typeName,
      ...this.types.implementersOf(typeName),
      ...(this.types.get(typeName)?.interfaces ?? []),
    ];
  }
}
