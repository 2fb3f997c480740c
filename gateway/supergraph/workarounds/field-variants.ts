import { Kind, print, type ArgumentNode, type FieldDefinitionNode, type FieldNode } from 'graphql';
import { type CompositeTypes, type FieldsDefinition } from './composite-types';

/** A field with the arguments that some field set asks it with. */
export interface FieldVariant {
  /** The field that subgraphs know. */
  readonly field: string;
  readonly arguments: readonly ArgumentNode[];
  /** True when it takes no arguments and was made up only because of what others may ask of the same objects. */
  readonly mayMerge: boolean;
}

/** The fields without arguments that are made up for one supergraph, each for a field and the arguments it is asked with. */
export class FieldVariants {
  private readonly variants = new Map<string, FieldVariant & { readonly types: Set<string> }>();
  private readonly nameByCall = new Map<string, string>();
  private readonly takenNames: ReadonlySet<string>;

  constructor(private readonly types: CompositeTypes) {
    this.takenNames = new Set([...types.all()].flatMap(({ fields }) => [...fields.keys()]));
  }

  /** All of them by their name. */
  byName(): ReadonlyMap<string, FieldVariant> {
    return this.variants;
  }

  /** The name under which the types `parents` have what `field` asks for. */
  nameFor(field: FieldNode, parents: readonly string[], mayMerge = false): string {
    const call = callText(field);
    const name = this.nameByCall.get(call) ?? this.freeName(field.name.value);
    if (!this.nameByCall.has(call)) {
      this.nameByCall.set(call, name);
      this.variants.set(name, {
        field: field.name.value,
        arguments: field.arguments ?? [],
        mayMerge,
        types: new Set(),
      });
    }
    for (const parent of parents) this.spread(name, parent);
    return name;
  }

  /** Gives a type its variants, wherever the fields they stand for are defined: in the same subgraphs, with the same rules. */
  addTo(definition: FieldsDefinition): FieldsDefinition {
    const added = (definition.fields ?? []).flatMap((field) =>
      [...this.variants]
        .filter(
          ([, variant]) => variant.field === field.name.value && variant.types.has(definition.name.value),
        )
        .map(([name]): FieldDefinitionNode => ({
          ...field,
          arguments: [],
          name: { kind: Kind.NAME, value: name },
        })),
    );
    // Its fields are all that differs, so it stays the kind of definition it was.
    return { ...definition, fields: [...(definition.fields ?? []), ...added] };
  }

  private freeName(field: string): string {
    let number = this.variants.size + 1;
    while (this.takenNames.has(`${field}__with_${number}`)) number += 1;
    return `${field}__with_${number}`;
  }

  /**
   * Besides `typeName`, what implements it has the variant, as the rules of interfaces ask; and so have its interfaces that
   * can answer it: an `@interfaceObject` may be the only one to have the field.
   */
  private spread(name: string, typeName: string): void {
    const variant = this.variants.get(name);
    const type = this.types.get(typeName);
    if (!variant || !type?.fields.has(variant.field) || variant.types.has(typeName)) return;
    variant.types.add(typeName);
    for (const implementer of this.types.implementersOf(typeName)) this.spread(name, implementer);
    for (const implemented of type.interfaces) {
      if (this.accepts(implemented, variant)) this.spread(name, implemented);
    }
  }

  private accepts(typeName: string, variant: FieldVariant): boolean {
    const definition = this.types.get(typeName)?.fields.get(variant.field);
    const accepted = new Set(definition?.arguments?.map((argument) => argument.name.value));
    return variant.arguments.every((argument) => accepted.has(argument.name.value));
  }
}

/** Equal calls are one variant, in whatever order their arguments are written. */
function callText(field: FieldNode): string {
  const texts = (field.arguments ?? []).map((argument) => print(argument)).sort();
  return `${field.name.value}(${texts.join(',')})`;
}
