import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLBigInt, GraphQLDateTimeISO } from 'graphql-scalars';

const DECIMAL = /^-?\d{1,15}(\.\d{1,10})?$/;

/** An instant, RFC 3339 text outside, `Date` inside. */
export const DateTime: GraphQLScalarType = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description: 'An instant as RFC 3339 text, for instance 2026-03-01T12:00:00.000Z.',
});

/** An exact signed decimal number, text outside and inside: a float would lose cents. */
export const Decimal: GraphQLScalarType = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact signed decimal number as text, for instance "-12.50". Never a float.',
  serialize: (value) => decimalText(typeof value === 'number' ? String(value) : value),
  parseValue: decimalText,
  parseLiteral: (node: ValueNode) => {
    if (node.kind === Kind.STRING) return decimalText(node.value);
    throw new GraphQLError(`Decimal: expected text such as "-12.50", got a ${node.kind}.`, { nodes: node });
  },
});

/** An integer beyond 32 bits. */
export const BigIntScalar: GraphQLScalarType = new GraphQLScalarType({
  ...GraphQLBigInt.toConfig(),
  name: 'BigInt',
  description: 'An integer beyond 32 bits, for instance a number of bytes.',
});

function decimalText(value: unknown): string {
  if (typeof value === 'string' && DECIMAL.test(value)) return value;
  throw new GraphQLError(`Decimal: expected text such as "-12.50", got ${describe(value)}.`);
}

function describe(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : `a ${typeof value}`;
}
