import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  type GraphQLSchema,
} from 'graphql';
import { type Choices } from './random-schema';

const DIRECTIVES = [
  '',
  '',
  '',
  '@include(if: $yes)',
  '@skip(if: $no)',
  '@include(if: $no)',
  '@skip(if: true)',
];
const CONDITIONS = ['Node', 'Named', 'Any', 'A', 'B', 'C', 'D', 'Query'];

/** A valid operation for a random schema, with fragments, aliases (also hostile ones) and conditions. */
export function randomOperation(schema: GraphQLSchema, choose: Choices): string {
  return new OperationMaker(schema, choose).operation();
}

class OperationMaker {
  private readonly fragments: string[] = [];
  private budget: number;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly choose: Choices,
  ) {
    this.budget = choose.size;
  }

  operation(): string {
    const root = this.selection('Query', 4);
    return [`query ($yes: Boolean = true, $no: Boolean = false) ${root}`, ...this.fragments].join('\n');
  }

  private selection(typeName: string, depth: number): string {
    const parts: string[] = [];
    const count = 1 + this.choose.below(4);
    for (let index = 0; index < count; index += 1) {
      this.budget -= 1;
      const kind = this.choose.below(10);
      if (kind < 2 && this.budget > 0) parts.push(this.fragment(typeName, depth));
      else if (kind < 3) parts.push(this.choose.of(['__typename', 't: __typename']));
      else parts.push(this.field(typeName, depth));
    }
    // Something must be selected, and may well be nothing.
    return `{ ${parts.join(' ')} __typename ${this.choose.of(['', '@include(if: $no)'])} }`;
  }

  private field(typeName: string, depth: number): string {
    const type = this.schema.getType(typeName);
    if (!isObjectType(type) && !isInterfaceType(type)) return '';
    const field = this.choose.of(Object.values(type.getFields()));
    const named = getNamedType(field.type);
    const isEnd = depth === 0 || this.budget <= 0;
    if (!isLeafType(named) && isEnd) return '';
    // Equal keys always stand for equal fields.
    const alias = this.choose.of(['', '', `x_${field.name}:`, field.name === 'f0' ? '__proto__:' : '']);
    const below = isLeafType(named) ? '' : this.selection(named.name, depth - 1);
    return `${alias} ${field.name} ${this.choose.of(DIRECTIVES)} ${below}`;
  }

  private fragment(typeName: string, depth: number): string {
    const condition = this.choose.of(CONDITIONS.filter((name) => this.overlaps(name, typeName)));
    const isBare = this.choose.oneIn(4);
    const body = this.selection(isBare ? typeName : condition, depth);
    const directive = this.choose.of(DIRECTIVES);
    if (isBare) return `... ${directive} ${body}`;
    if (this.choose.oneIn(3)) return `... on ${condition} ${directive} ${body}`;
    const name = `F${this.fragments.length}`;
    this.fragments.push(`fragment ${name} on ${condition} ${body}`);
    return `...${name} ${directive} ...${name}`;
  }

  private overlaps(one: string, other: string): boolean {
    const possible = this.possible(other);
    return this.possible(one).some((name) => possible.includes(name));
  }

  private possible(typeName: string): readonly string[] {
    const type = this.schema.getType(typeName);
    return isAbstractType(type) ? this.schema.getPossibleTypes(type).map(({ name }) => name) : [typeName];
  }
}
