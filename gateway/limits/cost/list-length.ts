import { Kind, type FieldNode, type GraphQLField, type ValueNode } from 'graphql';
import { RequestRefused } from '../../errors';
import { isRecord } from '../../support/is-record';
import { ownValue } from '../../support/own-value';
import { type Cost, type CostRun } from './cost-expression';
import { type ListSize } from './cost-table';

/** What lengths are judged by. */
export interface LengthLimits {
  /** The largest value of a slicing argument. */
  readonly pageSize: number;
  /** The length of a list about which the schema says nothing. */
  readonly assumedListSize: number;
}

/**
 * How long the list of `node` may become: the largest of its slicing arguments, their defaults when it has none, else what
 * the schema assumes. Evaluating it, or making it where no variable matters, throws RequestRefused when a page is too
 * large or when not exactly one argument is given where the schema asks for one.
 */
export function lengthOf(
  listSize: ListSize,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  limits: LengthLimits,
): Cost {
  const slices = listSize.slicingArguments.flatMap((name) => {
    const [first, ...inside] = name.split('.');
    const definition = field.args.find((candidate) => candidate.name === first);
    if (!definition) return [];
    const argument = node.arguments?.find((candidate) => candidate.name.value === first);
    const given = valueInside(argument?.value, inside);
    return [{ name, given, inside, preset: numberIn(valueAt(definition.defaultValue, inside)) }];
  });
  const length = (run: CostRun | undefined): number => judge(listSize, field.name, slices, limits, run);
  return slices.some(({ given }) => given?.kind === Kind.VARIABLE) ? length : length(undefined);
}

interface Slice {
  readonly name: string;
  /** The number, or the variable that holds it. */
  readonly given: ValueNode | undefined;
  /** The input fields from the argument to the number, as in `input.first`. */
  readonly inside: readonly string[];
  readonly preset: number | undefined;
}

function judge(
  { assumedSize, requireOneSlicingArgument }: ListSize,
  field: string,
  slices: readonly Slice[],
  { pageSize, assumedListSize }: LengthLimits,
  run: CostRun | undefined,
): number {
  const given = slices.map((slice) => numberOf(slice, run)).filter((size) => size !== undefined);
  const presets = slices.map(({ preset }) => preset).filter((size) => size !== undefined);
  if (requireOneSlicingArgument && slices.length > 0) {
    if (given.length > 1 || given.length + presets.length === 0) refuseCount(field, slices, given.length);
  }
  const largest = Math.max(...given, 0);
  if (largest > pageSize) refusePage(field, largest, pageSize);
  if (given.length > 0) return largest;
  return presets.length > 0 ? Math.max(...presets, 0) : (assumedSize ?? assumedListSize);
}

function numberOf({ given, inside }: Slice, run: CostRun | undefined): number | undefined {
  if (given?.kind === Kind.INT) return Number(given.value);
  if (given?.kind !== Kind.VARIABLE || !run) return undefined;
  const value: unknown = ownValue(run.variables, given.name.value);
  // A variable may hold the number or any object around it.
  for (let depth = 0; depth <= inside.length; depth += 1) {
    const number = numberIn(valueAt(value, inside.slice(depth)));
    if (number !== undefined) return number;
  }
  return undefined;
}

/** What is written for an input field; the variable that is given for an object around it. */
function valueInside(node: ValueNode | undefined, inside: readonly string[]): ValueNode | undefined {
  const [name, ...rest] = inside;
  if (name === undefined || node?.kind !== Kind.OBJECT) return node;
  return valueInside(node.fields.find((field) => field.name.value === name)?.value, rest);
}

function valueAt(value: unknown, inside: readonly string[]): unknown {
  return inside.reduce((outer, name) => (isRecord(outer) ? ownValue(outer, name) : undefined), value);
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function refusePage(field: string, size: number, limit: number): never {
  throw new RequestRefused('LIST_SIZE_LIMIT', {
    message: `The field "${field}" is asked for ${size} items; ${limit} are allowed.`,
  });
}

function refuseCount(field: string, slices: readonly Slice[], count: number): never {
  const names = slices.map(({ name }) => `"${name}"`).join(', ');
  throw new RequestRefused('BAD_USER_INPUT', {
    message: `The field "${field}" needs exactly one of its arguments ${names}; ${count} are given.`,
  });
}
