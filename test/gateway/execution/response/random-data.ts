import {
  execute,
  getNullableType,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { Failures } from '../../../../gateway/execution/failures';
import { isRecord } from '../../../../gateway/support/is-record';
import { type Choices } from './random-schema';

/** Data that subgraphs could have merged, and what graphql-js makes of it. */
export interface RandomAnswer {
  readonly data: Record<string, unknown>;
  readonly failures: Failures;
  readonly expected: ExecutionResult;
}

/** How often a place is null, of the wrong type, or failed: one in so many places; 0 for never. */
export interface Trouble {
  readonly nulls: number;
  readonly wrong: number;
  readonly failed: number;
}

const STRINGS = [
  '',
  'plain',
  'RED',
  'say "hi"',
  'back\\slash',
  'new\nline',
  'ü€😀',
  '\ud800',
  '\u2028',
  'x'.repeat(60),
];

/**
 * Executes the operation with graphql-js on resolvers that make up their values, and keeps what they returned as the merged
 * data: holders, response keys, and objects that stand at several places.
 */
export function randomAnswer(
  schema: GraphQLSchema,
  document: DocumentNode,
  choose: Choices,
  trouble: Trouble,
): RandomAnswer {
  const failures = new Failures();
  const objects = new Map<string, Record<string, unknown>[]>();
  const isIn = (times: number): boolean => times > 0 && choose.oneIn(times);
  const fail = (holder: object, key: string | number): Error => {
    const message = `failure ${choose.below(1000)}`;
    failures.add(holder, key, { error: { message, extensions: { code: 'NOT_FOUND' } }, below: [] });
    return new Error(message);
  };

  const present = (type: GraphQLOutputType): unknown => {
    if (isListType(type)) {
      const list: unknown[] = [];
      const resolved: unknown[] = [];
      const size = choose.below(4);
      for (let index = 0; index < size; index += 1) {
        const [value, answer] = place(list, index, type.ofType);
        list.push(value);
        resolved.push(answer);
      }
      lists.set(list, resolved);
      return list;
    }
    if (isEnumType(type)) return choose.of(type.getValues()).name;
    if (isObjectType(type)) return object(type.name);
    if (isAbstractType(type)) return object(choose.of(schema.getPossibleTypes(type)).name);
    return leaf(String(type));
  };
  const leaf = (typeName: string): unknown => {
    switch (typeName) {
      case 'Int':
        return choose.of([0, 1, -1, 2147483647, -2147483648, -0, 12345]);
      case 'Float':
        return choose.of([0.5, 3, 1e21, -1e-7, -0]);
      case 'Boolean':
        return choose.below(2) === 0;
      case 'ID':
        return choose.of(['id-1', 'say "hi"', 7]);
      case 'JSON':
        return choose.of([{ constructor: 1, b: [null, '"'] }, [], 'text', 5, false]);
      default:
        return choose.of(STRINGS);
    }
  };
  const object = (typeName: string): Record<string, unknown> => {
    const known = objects.get(typeName) ?? [];
    objects.set(typeName, known);
    if (known.length > 0 && choose.below(3) === 0) return choose.of(known);
    const made = { __typename: typeName };
    known.push(made);
    return made;
  };
  const wrong = (type: GraphQLOutputType): unknown => {
    if (isListType(type))
      // An empty object may do: without a type it can still answer what all types are asked for.
      return choose.of<unknown>(['text', 5, true]);
    if (isObjectType(type)) return choose.of<unknown>(['text', 5, true]);
    if (isAbstractType(type)) {
      // An empty object may do: without a type it can still answer what all types are asked for.
      return choose.of<unknown>([
        'text',
        5,
        { __typename: 'Nowhere' },
        { __typename: 'toString' },
        { __typename: 3 },
      ]);
    }
    switch (String(type)) {
      case 'Int':
        return choose.of<unknown>(['x', 1.5, 2147483648, {}, []]);
      case 'Float':
      case 'Boolean':
        return choose.of<unknown>(['x', {}, []]);
      case 'Color':
        return choose.of<unknown>(['PUCE', 'constructor', 5, {}]);
      case 'JSON':
        return 0;
      default:
        return choose.of<unknown>([{}, [], ['x']]);
    }
  };
  /** The value in the data, and what the resolver answers for it. */
  const place = (holder: object, key: string | number, type: GraphQLOutputType): [unknown, unknown] => {
    if (isIn(trouble.failed)) return [null, fail(holder, key)];
    const isNullable = !isNonNullType(type);
    if (isNullable ? choose.below(8) === 7 : isIn(trouble.nulls)) return [null, null];
    const value = isIn(trouble.wrong) ? wrong(getNullableType(type)) : present(getNullableType(type));
    return [value, Array.isArray(value) ? (lists.get(value) ?? value) : value];
  };
  const lists = new Map<object, unknown[]>();
  const answers = new Map<object, Map<string, unknown>>();

  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && type.name !== 'Query') type.isTypeOf = (value) => isRecord(value);
  }
  const data = object('Query');
  const expected = execute({
    schema,
    document,
    rootValue: data,
    fieldResolver: (holder: Record<string, unknown>, _args, _context, { path, returnType }) => {
      const known = answers.get(holder) ?? new Map<string, unknown>();
      answers.set(holder, known);
      const key = String(path.key);
      if (known.has(key)) return known.get(key);
      const [value, answer] = place(holder, key, returnType);
      Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
      known.set(key, answer);
      return answer;
    },
    typeResolver: (value: unknown) => (isRecord(value) ? String(value.__typename) : undefined),
  });
  if (expected instanceof Promise) throw new Error('Nothing here waits.');
  return { data, failures, expected };
}
