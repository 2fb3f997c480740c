import { Kind, parseType, type SelectionNode, type TypeNode } from 'graphql';
import { hashText } from '../choices';
import { findField, type FieldModel, type Model, type ObjectModel } from '../model/model';
import { type DataOptions } from './data-options';
import { parseFieldSet } from './field-set';
import { leafValue } from './leaf-values';

/** One object of the data, as resolvers pass it on. Its address says which one it is. */
export interface Thing {
  readonly __typename: string;
  readonly type: string;
  readonly address: string;
  /** The number of an entity. */
  readonly number: number | undefined;
  /** What a subgraph was given to find it by. */
  readonly representation?: Readonly<Record<string, unknown>>;
  /** The field set that came along with it. */
  readonly provided?: string;
}

/** The arguments of a field as its schema coerces them. */
export type ReadArguments = (
  type: string,
  field: FieldModel,
  selection: SelectionNode,
) => Record<string, unknown>;

/** Something that a resolver reports instead of a value. */
export class Disturbance extends Error {}

/**
 * The data behind a model. It is made when it is asked for: a value depends on nothing but the seed and its own place, so
 * that subgraphs and the schema without subgraphs see the same, and a smaller model has the same data.
 */
export class DataWorld {
  /** The disturbances that were met. */
  readonly met = new Set<string>();
  /** How often something that another field requires could not be read. */
  requiredFailures = 0;
  private readonly only: ReadonlySet<string> | undefined;

  constructor(
    readonly model: Model,
    readonly options: DataOptions,
    private readonly readArguments: ReadArguments,
  ) {
    this.only = options.only && new Set(options.only);
  }

  /** The value of a field as its own subgraphs know it. Throws a Disturbance where the data says so. */
  read(thing: Thing, field: FieldModel, given: Readonly<Record<string, unknown>>): unknown {
    if (field.isKey) return this.keyValue(thing, field);
    const required = field.requires === undefined ? '' : this.project(thing, parseFieldSet(field.requires));
    return this.readRequiring(thing, field, given, required);
  }

  /** The same where what the field requires is known. */
  readRequiring(
    thing: Thing,
    field: FieldModel,
    given: Readonly<Record<string, unknown>>,
    required: unknown,
  ): unknown {
    const state = this.stateOf(thing, field);
    if (state === 'absent') return null;
    const key = `${thing.address}.${field.name}${canonical(given)}${required === '' ? '' : canonical(required)}`;
    if (state === 'broken') throw new Disturbance(`broken ${key}`);
    if (!field.isSafe && this.happens('error', key, this.options.errors)) throw new Disturbance(key);
    return this.value(parseTypeOnce(field.type), field, key);
  }

  /** Whether `subgraph` finds the object; 'broken' when looking for it fails. */
  presence(subgraph: string, { type, address }: Thing): 'present' | 'absent' | 'broken' {
    const object = this.object(type);
    if (!object?.isPatchyIn.includes(subgraph)) return 'present';
    const key = `${subgraph} ${address}`;
    if (this.happens('absent', key, this.options.absent)) return 'absent';
    return this.happens('broken', key, this.options.absent) ? 'broken' : 'present';
  }

  /** The entity that a representation stands for, by any of its keys. */
  find(representation: Readonly<Record<string, unknown>>): Thing | undefined {
    const name = String(representation.__typename);
    const types = this.model.objects.filter((object) => object.name === name || object.family?.name === name);
    for (const object of types) {
      const keys = object.fields.filter((field) => field.isKey && field.name in representation);
      for (const thing of this.entities(object)) {
        const isFound = keys.every((field) => this.matches(thing, field, representation[field.name]));
        if (isFound && keys.length > 0) return thing;
      }
    }
    return undefined;
  }

  /** What a field set names of an object. What cannot be read is null there, as it is in the answer of its subgraph. */
  project(value: unknown, selections: readonly SelectionNode[]): unknown {
    if (Array.isArray(value)) return value.map((item) => this.project(item, selections));
    if (value instanceof Disturbance) return this.requiredFailure();
    if (!isThing(value)) return value;
    const projected: Record<string, unknown> = {};
    for (const selection of selections) {
      if (selection.kind !== Kind.FIELD) continue;
      const name = selection.name.value;
      if (name === '__typename') {
        projected[name] = value.type;
        continue;
      }
      const field = findField(this.model, value.type, name);
      if (!field) throw new Error(`no field ${value.type}.${name}`);
      const read = this.readRequired(value, field, this.readArguments(value.type, field, selection));
      projected[name] = this.project(read, selection.selectionSet?.selections ?? []);
    }
    return projected;
  }

  private readRequired(thing: Thing, field: FieldModel, given: Readonly<Record<string, unknown>>): unknown {
    try {
      return this.read(thing, field, given);
    } catch (error) {
      if (error instanceof Disturbance) return error;
      throw error;
    }
  }

  private requiredFailure(): null {
    this.requiredFailures += 1;
    return null;
  }

  private object(type: string): ObjectModel | undefined {
    return this.model.objects.find(({ name }) => name === type);
  }

  private stateOf(thing: Thing, { resolvedIn, in: declared }: FieldModel): 'present' | 'absent' | 'broken' {
    const [only, ...others] = resolvedIn;
    if (only === undefined || others.length > 0 || declared[only] === '@shareable') return 'present';
    return this.presence(only, thing);
  }

  private entities(object: ObjectModel): Thing[] {
    return Array.from({ length: this.options.entities }, (_, index) => this.entity(object, index));
  }

  private entity({ name, family }: ObjectModel, index: number): Thing {
    const number = family ? family.offset + family.stride * index : index;
    return { __typename: name, type: name, address: `${family?.name ?? name}#${number}`, number };
  }

  private matches(thing: Thing, field: FieldModel, wanted: unknown): boolean {
    const value = this.keyValue(thing, field);
    if (!isThing(value)) return value === wanted;
    if (typeof wanted !== 'object' || wanted === null) return false;
    return Object.entries(wanted).every(([name, part]) => {
      if (name === '__typename') return true;
      const inner = findField(this.model, value.type, name);
      return inner !== undefined && this.keyValue(value, inner) === part;
    });
  }

  /** Keys tell objects apart: their values follow from the number of the object. */
  private keyValue({ address, number, type }: Thing, { name }: FieldModel): unknown {
    if (name === 'loc') return { __typename: 'Loc', type: 'Loc', address: `${address}/loc`, number };
    if (number === undefined) return name === 'zone' ? hashText(address) % 100 : `code of "${address}"`;
    if (name === 'num' || name === 'zone') return number;
    if (name === 'part1') return number % 2;
    if (name === 'part2') return `part ${Math.floor(number / 2)}`;
    // Only the type's own name would do for most; one with characters that need escaping shows who forgets to.
    return name === 'id' ? address : `${type} "${name}" \\ ${number}`;
  }

  private value(type: TypeNode, field: FieldModel, key: string): unknown {
    const { nulls, violations } = this.options;
    if (type.kind === Kind.NON_NULL_TYPE) {
      if (!field.isSafe && this.happens('violation', key, violations)) return null;
      return this.present(type.type, field, key);
    }
    if (this.happens('null', key, nulls)) return null;
    return this.present(type, field, key);
  }

  private present(type: TypeNode, field: FieldModel, key: string): unknown {
    if (type.kind === Kind.NON_NULL_TYPE) return this.present(type.type, field, key);
    if (type.kind === Kind.NAMED_TYPE) return this.named(type.name.value, field, key);
    const length = hashText(`${key} length ${this.options.seed}`) % (this.options.listItems + 1);
    return Array.from({ length }, (_, index) => {
      const itemKey = `${key}[${index}]`;
      // An error among the items is an error at that item.
      if (!field.isSafe && this.happens('error', itemKey, this.options.errors / 4)) {
        return new Disturbance(itemKey);
      }
      return this.value(type.type, field, itemKey);
    });
  }

  private named(name: string, { members }: FieldModel, key: string): unknown {
    const hash = hashText(`${key} ${this.options.seed}`);
    const member = members ? members[hash % members.length] : name;
    const object = member === undefined ? undefined : this.object(member);
    if (object) {
      if (object.keys.length > 0) return this.entity(object, (hash >>> 8) % this.options.entities);
      return { __typename: object.name, type: object.name, address: key, number: undefined };
    }
    return leafValue(name, `${key} ${this.options.seed}`);
  }

  private happens(kind: string, key: string, perMille: number): boolean {
    const name = `${kind} ${key}`;
    const isSo = this.only ? this.only.has(name) : hashText(`${name} ${this.options.seed}`) % 1000 < perMille;
    if (isSo) this.met.add(name);
    return isSo;
  }
}

/** True for an object of the data. */
export function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && 'address' in value && 'type' in value;
}

/** JSON with the keys of objects in order, so that equal values have equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    const sorted: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const [key, inner] of Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1))) {
      sorted[key] = inner;
    }
    return sorted;
  });
}

function parseTypeOnce(text: string): TypeNode {
  const known = types.get(text) ?? parseType(text, { noLocation: true });
  types.set(text, known);
  return known;
}

const types = new Map<string, TypeNode>();
