import { Kind, type FieldNode, type GraphQLField, type ValueNode } from 'graphql';
import { RequestRefused } from '../../errors';
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
    const definition = field.args.find((candidate) => candidate.name === name);
    if (!definition) return [];
    const argument = node.arguments?.find((candidate) => candidate.name.value === name);
    return [{ name, given: argument?.value, preset: numberIn(definition.defaultValue) }];
  });
  const length = (run: CostRun | undefined): number => judge(listSize, field.name, slices, limits, run);
  return slices.some(({ given }) => given?.kind === Kind.VARIABLE) ? length : length(undefined);
}

interface Slice {
  readonly name: string;
  readonly given: ValueNode | undefined;
  readonly preset: number | undefined;
}

function judge(
  { assumedSize, requireOneSlicingArgument }: ListSize,
  field: string,
  slices: readonly Slice[],
  { pageSize, assumedListSize }: LengthLimits,
  run: CostRun | undefined,
): number {
  const given = slices.map((slice) => numberOf(slice.given, run)).filter((size) => size !== undefined);
  const presets = slices.map(({ preset }) => preset).filter((size) => size !== undefined);
  if (requireOneSlicingArgument && slices.length > 0) {
    if (given.length > 1 || given.length + presets.length === 0) refuseCount(field, slices, given.length);
  }
  const largest = Math.max(...given, 0);
  if (largest > pageSize) refusePage(field, largest, pageSize);
  if (given.length > 0) return largest;
  return presets.length > 0 ? Math.max(...presets, 0) : (assumedSize ?? assumedListSize);
}

function numberOf(node: ValueNode | undefined, run: CostRun | undefined): number | undefined {
  if (node?.kind === Kind.INT) return Number(node.value);
  if (node?.kind !== Kind.VARIABLE || !run) return undefined;
  return numberIn(ownValue(run.variables, node.name.value));
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
