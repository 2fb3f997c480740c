import {
  doTypesOverlap,
  getNamedType,
  isAbstractType,
  isCompositeType,
  parse,
  validate,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { type Choices } from '../choices';
import { writeArguments, type VariablesInMaking } from './generate-value';

/** An operation as a client sends it. */
export interface Operation {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What an operation may be made of. */
export interface OperationOptions {
  /** About how many selections it has. */
  readonly size: number;
  readonly depth: number;
}

/** A valid operation of `schema`. */
export function generateOperation(
  schema: GraphQLSchema,
  choose: Choices,
  options: OperationOptions,
): Operation {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    // Fields with equal names and other arguments must not meet: the later attempts give every field its own name.
    const operation = new OperationWriter(schema, choose.fork(), options, attempt >= ATTEMPTS / 2).write();
    if (validate(schema, parse(operation.document)).length === 0) return operation;
  }
  return { document: '{ __typename }', variables: {} };
}

const ATTEMPTS = 8;

class OperationWriter {
  private readonly variables: VariablesInMaking = { definitions: [], values: {} };
  private readonly fragments: { readonly name: string; readonly on: GraphQLCompositeType; text: string }[] =
    [];
  /** How a field was called the last time, so that it may be selected twice and merged. */
  private readonly calls = new Map<string, string>();
  private left: number;
  private aliases = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly choose: Choices,
    private readonly options: OperationOptions,
    private readonly isAlwaysAliased: boolean,
  ) {
    this.left = options.size;
  }

  write(): Operation {
    const mutation = this.schema.getMutationType();
    const isMutation = mutation && this.choose.oneIn(5);
    const root = isMutation ? mutation : this.schema.getQueryType();
    if (!root) throw new Error('a schema without Query');
    const selection = this.selection(root, this.options.depth);
    const { definitions, values } = this.variables;
    const declared = definitions.length > 0 ? `(${definitions.join(', ')})` : '';
    const name = this.choose.oneIn(2) ? ' Named' : '';
    const fragments = this.fragments.map(
      ({ name: own, on, text }) => `fragment ${own} on ${on.name} ${text}`,
    );
    const document = [`${isMutation ? 'mutation' : 'query'}${name}${declared} ${selection}`, ...fragments];
    return { document: document.join('\n'), variables: values };
  }

  private selection(type: GraphQLCompositeType, depth: number): string {
    const count = 1 + this.choose.below(4);
    const parts: string[] = [];
    for (let index = 0; index < count; index += 1) {
      this.left -= 1;
      const part = this.part(type, depth);
      if (part !== '') parts.push(part);
    }
    if (parts.length === 0) parts.push(this.leaf(type));
    return `{ ${parts.join(' ')} }`;
  }

  private part(type: GraphQLCompositeType, depth: number): string {
    const kind = this.choose.below(12);
    if (kind === 0) return this.named('__typename', '');
    if (kind <= 3 && this.left > 0 && depth > 0) return this.fragment(type, depth - 1);
    if (!('getFields' in type))
      return this.left > 0 && depth > 0 ? this.fragment(type, depth - 1) : '__typename';
    const fields = Object.values(type.getFields());
    const composite = fields.filter((field) => isCompositeType(getNamedType(field.type)));
    if (this.left > 0 && depth > 0 && composite.length > 0 && this.choose.oneIn(2)) {
      return this.field(this.choose.of(composite), type, depth);
    }
    return this.leaf(type);
  }

  private leaf(type: GraphQLCompositeType): string {
    if (!('getFields' in type)) return '__typename';
    const leaves = Object.values(type.getFields()).filter(
      (field) => !isCompositeType(getNamedType(field.type)),
    );
    return leaves.length === 0 ? '__typename' : this.field(this.choose.of(leaves), type, 0);
  }

  private field(field: GraphQLField<unknown, unknown>, parent: GraphQLCompositeType, depth: number): string {
    const composite = getNamedType(field.type);
    const key = `${parent.name}.${field.name}`;
    const known = this.calls.get(key);
    const call = known !== undefined && !this.choose.oneIn(3) ? known : this.call(field);
    this.calls.set(key, call);
    const directives = this.directives();
    if (!isCompositeType(composite)) return `${call}${directives}`;
    return `${call}${directives} ${this.selection(composite, depth - 1)}`;
  }

  private call(field: GraphQLField<unknown, unknown>): string {
    return this.named(field.name, writeArguments(this.choose, field.args, this.variables));
  }

  private named(name: string, given: string): string {
    if (!this.isAlwaysAliased && !this.choose.oneIn(5)) return `${name}${given}`;
    this.aliases += 1;
    const alias =
      this.choose.oneIn(12) && !this.isAlwaysAliased ? this.choose.of(ALIASES) : `x${this.aliases}`;
    return `${alias}: ${name}${given}`;
  }

  private fragment(type: GraphQLCompositeType, depth: number): string {
    const conditions = this.conditionsFor(type);
    const reusable = this.fragments.filter(({ on, text }) => text !== '' && conditions.includes(on));
    const reused = reusable.length > 0 && this.choose.oneIn(3) ? this.choose.of(reusable) : undefined;
    if (reused) return `...${reused.name}${this.directives()}`;
    if (this.choose.oneIn(6)) return `...${this.directives()} ${this.selection(type, depth)}`;
    const on = this.choose.of(conditions);
    if (!this.choose.oneIn(3)) return `... on ${on.name}${this.directives()} ${this.selection(on, depth)}`;
    const fragment = { name: `F${this.fragments.length}`, on, text: '' };
    this.fragments.push(fragment);
    fragment.text = this.selection(on, depth);
    return `...${fragment.name}${this.directives()}`;
  }

  private conditionsFor(type: GraphQLCompositeType): GraphQLCompositeType[] {
    return Object.values(this.schema.getTypeMap()).filter(
      (other): other is GraphQLCompositeType =>
        isCompositeType(other) &&
        !other.name.startsWith('__') &&
        (other === type || (doTypesOverlap(this.schema, other, type) && this.isInteresting(other, type))),
    );
  }

  private isInteresting(other: GraphQLCompositeType, type: GraphQLCompositeType): boolean {
    return isAbstractType(type) || isAbstractType(other);
  }

  private directives(): string {
    if (!this.choose.oneIn(6)) return '';
    const name = this.choose.of(['skip', 'include']);
    const boolean = this.schema.getType('Boolean');
    if (this.choose.oneIn(5) || !boolean) return ` @${name}(if: ${this.choose.of(['true', 'false'])})`;
    return ` @${name}(if: ${this.condition()})`;
  }

  /** Conditions share variables, so that some of them hold together. */
  private condition(): string {
    const { definitions, values } = this.variables;
    const known = definitions.filter((definition) => definition.includes(': Boolean!'));
    if (known.length > 0 && !this.choose.oneIn(3)) return this.choose.of(known).split(':')[0] ?? '';
    const name = `v${definitions.length}`;
    const hasDefault = this.choose.oneIn(3);
    definitions.push(`$${name}: Boolean!${hasDefault ? ` = ${this.choose.of(['true', 'false'])}` : ''}`);
    if (!hasDefault || this.choose.oneIn(2)) values[name] = this.choose.oneIn(2);
    return `$${name}`;
  }
}

const ALIASES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  'data',
  'errors',
  '__typename2',
];
