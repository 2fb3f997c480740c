import { type LeafShape } from './leaf-shape';
import {
  fail,
  flatten,
  isInheritedName,
  ownProperty,
  writeCustom,
  writeIntegerId,
  writeNull,
  writeString,
} from './write-values';
import { type PlannedComposite, type PlannedObject, type PlannedValue, type WriterPlan } from './writer-plan';

/** Writes `{"data":{...}}`. Throws ANOMALY when the data is not what the schema promises. */
export type WriteAnswer = (data: Readonly<Record<string, unknown>>) => string;

/** Told when an object is of a possible type that the plan does not hold. */
export type OnUnplannedType = (typename: string) => void;

/**
 * The plan as a program of its own: one function for each object, with constant text folded together. With `isPlain` it
 * takes for granted that no string needs escaping. Throws EvalError where code generation is forbidden.
 *
 * What a client chose (response keys) is in the program only as string literals made by JSON.stringify.
 */
export function generateWriter(
  plan: WriterPlan,
  isPlain: boolean,
  onUnplanned: OnUnplannedType,
): WriteAnswer {
  const generation = new Generation(plan, isPlain);
  const source = generation.program();
  // The one place where code is made: `source` holds fixed code, numbers and JSON string literals only.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function('tools', source) as (tools: object) => WriteAnswer; // its parameter and result are as written
  return make({
    fail,
    nil: writeNull,
    quote: writeString,
    id: writeIntegerId,
    custom: writeCustom,
    own: ownProperty,
    flat: flatten,
    unplanned: (choice: number, typename: unknown) => {
      if (typeof typename === 'string' && generation.choices[choice]?.unplanned.has(typename)) {
        onUnplanned(typename);
      }
      fail();
    },
    enums: generation.enums,
  });
}

/** How a value becomes text: statements that leave it in a variable, and constant text before and after it. */
interface Written {
  readonly statement: string;
  readonly around: string;
}

class Generation {
  readonly enums: ReadonlyMap<string, string>[] = [];
  readonly choices: PlannedComposite[] = [];
  private readonly functions: string[] = [];
  private readonly enumNumbers = new Map<string, number>();

  constructor(
    private readonly plan: WriterPlan,
    private readonly isPlain: boolean,
  ) {}

  program(): string {
    const { objects } = this.plan;
    objects.forEach((object, number) => this.functions.push(this.object(object, number)));
    const remembered = objects.flatMap(({ isRemembered }, number) => (isRemembered ? [number] : []));
    return [
      '"use strict";',
      'var fail = tools.fail, nil = tools.nil, quote = tools.quote, id = tools.id, own = tools.own;',
      // What flat() answers is kept, so that no compiler takes the call for useless.
      'var flat = tools.flat, z, unplanned = tools.unplanned, custom = tools.custom, isArray = Array.isArray;',
      ...this.enums.map((_, number) => `var e${number} = tools.enums[${number}];`),
      ...remembered.map((number) => rememberedObject(number)),
      ...this.functions,
      'return function (data) {',
      `  try { return "{\\"data\\":" + w${objects.length - 1}(data) + "}"; }`,
      // What was remembered belongs to the request.
      `  finally { ${remembered.map((number) => `n${number} = 0; t${number} = f${number} = undefined;`).join(' ')} }`,
      '};',
    ].join('\n');
  }

  private object({ fields }: PlannedObject, number: number): string {
    const statements: string[] = [];
    const text = new TextExpression();
    fields.forEach(({ key, value }, index) => {
      text.constant(`${index === 0 ? '{' : ','}${JSON.stringify(key)}:`);
      if (value.kind === 'constant') return text.constant(value.text);
      const variable = `v${index}`;
      const { statement, around } = this.value(value, variable);
      const name = JSON.stringify(key);
      statements.push(
        `var ${variable} = ${isInheritedName(key) ? `own(o, ${name})` : `o[${name}]`}; ${statement}`,
      );
      text.constant(around);
      text.variable(variable);
      return text.constant(around);
    });
    text.constant(fields.length === 0 ? '{}' : '}');
    return `function w${number}(o) { ${statements.join('\n  ')}\n  return ${text.toString()};\n}`;
  }

  private value(value: PlannedValue, variable: string): Written {
    if (value.kind === 'leaf') return this.leaf(value, variable);
    const otherwise = `${value.isNonNull ? 'fail' : 'nil'}(${variable})`;
    if (value.kind === 'list') {
      const call = `${this.list(value.item)}(${variable})`;
      return { statement: `${variable} = isArray(${variable}) ? ${call} : ${otherwise};`, around: '' };
    }
    const isObject = `typeof ${variable} === "object" && ${variable} !== null && !isArray(${variable})`;
    const call = `${this.writerOf(value)}(${variable})`;
    return { statement: `${variable} = ${isObject} ? ${call} : ${otherwise};`, around: '' };
  }

  private leaf({ leaf, isNonNull, typeName, enumValues }: LeafShape, variable: string): Written {
    const otherwise = `${isNonNull ? 'fail' : 'nil'}(${variable})`;
    const isString = `typeof ${variable} === "string"`;
    const unless = (test: string): Written => ({
      statement: `if (${test}) ${variable} = ${otherwise};`,
      around: '',
    });
    switch (leaf) {
      case 'Int':
        return unless(`typeof ${variable} !== "number" || (${variable} | 0) !== ${variable}`);
      case 'Float':
        return unless(`typeof ${variable} !== "number" || ${variable} - ${variable} !== 0`);
      case 'Boolean':
        return unless(`${variable} !== true && ${variable} !== false`);
      case 'String':
        return this.string(variable, isNonNull, isNonNull ? `fail()` : otherwise);
      case 'ID': {
        const integer = `"\\"" + id(${variable}) + "\\""`;
        if (isNonNull && this.isPlain) {
          return { statement: `if (!(${isString})) ${variable} = id(${variable});`, around: '"' };
        }
        return this.string(
          variable,
          false,
          isNonNull ? integer : `${variable} === null ? "null" : ${integer}`,
        );
      }
      case 'enum': {
        const known = `(${variable} = e${this.enumNumber(typeName, enumValues)}.get(${variable})) === undefined`;
        if (isNonNull) return { statement: `if (${known}) fail();`, around: '' };
        return {
          statement: `if (${variable} === null) ${variable} = "null"; else if (${known}) fail();`,
          around: '',
        };
      }
      case 'custom': {
        const isMissing = `${variable} === undefined${isNonNull ? ` || ${variable} === null` : ''}`;
        return { statement: `${variable} = ${isMissing} ? fail() : custom(${variable});`, around: '' };
      }
    }
  }

  private string(variable: string, isSure: boolean, otherwise: string): Written {
    const isString = `typeof ${variable} === "string"`;
    if (isSure && this.isPlain) return { statement: `if (!(${isString})) ${otherwise};`, around: '"' };
    const text = this.isPlain ? `"\\"" + ${variable} + "\\""` : `quote(${variable})`;
    return { statement: `${variable} = ${isString} ? ${text} : ${otherwise};`, around: '' };
  }

  /** The name of the function that writes lists of `item`. */
  private list(item: PlannedValue): string {
    const { statement, around } = this.value(item, 'v');
    const name = `l${this.functions.length}`;
    const first = around === '' ? 'v' : `${JSON.stringify(around)} + v`;
    const next = `${JSON.stringify(`,${around}`)} + v`;
    const end = around === '' ? '' : ` + ${JSON.stringify(around)}`;
    this.functions.push(
      `function ${name}(a) {
  var s = "[";
  for (var i = 0; i < a.length; i++) {
    var v = a[i];
    ${statement}
    s += (i === 0 ? ${first} : ${next})${end};
  }
  return s + "]";
}`,
    );
    return name;
  }

  /** The name of the function that writes objects of it. */
  private writerOf(composite: PlannedComposite): string {
    const { objects, isAbstract } = composite;
    const [only] = objects.values();
    if (!isAbstract && only !== undefined) return this.objectWriter(only);
    const number = this.choices.push(composite) - 1;
    const byObject = new Map<number, string[]>();
    for (const [typename, object] of objects) {
      const name = typename === undefined ? 'undefined' : JSON.stringify(typename);
      byObject.set(object, [...(byObject.get(object) ?? []), `case ${name}:`]);
    }
    const cases = [...byObject].map(
      ([object, names]) => `    ${names.join(' ')} return ${this.objectWriter(object)}(o);`,
    );
    const name = `c${number}`;
    this.functions.push(
      `function ${name}(o) {
  switch (o.__typename) {
${cases.join('\n')}
    default: return unplanned(${number}, o.__typename);
  }
}`,
    );
    return name;
  }

  private objectWriter(number: number): string {
    return `${this.plan.objects[number]?.isRemembered ? 'r' : 'w'}${number}`;
  }

  private enumNumber(typeName: string, values: ReadonlySet<string>): number {
    const number = this.enumNumbers.get(typeName) ?? this.enums.length;
    if (number === this.enums.length) {
      this.enumNumbers.set(typeName, number);
      this.enums.push(new Map([...values].map((value) => [value, JSON.stringify(value)])));
    }
    return number;
  }
}

/**
 * Remembers the texts of one kind of object once there are more than a few of them, and as long as it helps: of the first
 * ones, some must have been met again. A text that is met again is made flat first, so that it is copied as a whole into
 * each place: putting together the many pieces of an answer is what costs most in writing it.
 */
function rememberedObject(number: number): string {
  return `var n${number} = 0, h${number} = 0, t${number}, f${number};
function r${number}(o) {
  if (n${number} < ${FEW}) { n${number}++; return w${number}(o); }
  if (t${number} === undefined) { h${number} = 0; t${number} = new Map(); f${number} = new Map(); }
  else if (n${number} > ${TRIED} && h${number} * 4 < n${number}) return w${number}(o);
  n${number}++;
  var s = f${number}.get(o);
  if (s !== undefined) { h${number}++; return s; }
  s = t${number}.get(o);
  if (s === undefined) { s = w${number}(o); t${number}.set(o, s); return s; }
  h${number}++; z = flat(s); f${number}.set(o, s);
  return s;
}`;
}

const FEW = 4;
const TRIED = 32;

/** A sum of string literals and variables; neighbouring literals are one. */
class TextExpression {
  private readonly terms: string[] = [];
  private literal = '';

  constant(text: string): void {
    this.literal += text;
  }

  variable(name: string): void {
    this.terms.push(JSON.stringify(this.literal), name);
    this.literal = '';
  }

  toString(): string {
    return [...this.terms, JSON.stringify(this.literal)].join(' + ');
  }
}
