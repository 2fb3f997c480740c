import { isRecord } from '../../support/is-record';
import { type ExecutionResult } from '../executor';
import { type Failures } from '../failures';
import { completeLeaf, type LeafShape } from './leaf-shape';
import { AnswerErrors } from './answer-errors';
import {
  type CompositeShape,
  type FieldShape,
  type ListShape,
  type ObjectShape,
  type ResponseShape,
  type ValueShape,
} from './response-shape';

/**
 * The exact answer to an operation from the merged data of its subgraphs (GraphQL spec, sections 6.4.3 "CompleteValue" and
 * 6.4.4 "Handling Field Errors"): the keys of the query in its order, values checked against the client's schema, nulls
 * under non-null types moved up, and an error for every null that no subgraph chose. As in any serial execution, the
 * fields after the one that makes its object null are not looked at. `introspection` holds the values of root `__schema`
 * and `__type` fields by response key.
 *
 * An object whose `__typename` clients may not see (unknown, or `@inaccessible`) is null with an error that does not name
 * the type: as a server of the client's schema alone would answer.
 */
export function completeResponse(
  shape: ResponseShape,
  data: Readonly<Record<string, unknown>>,
  failures: Failures,
  introspection: Readonly<Record<string, unknown>> = {},
): ExecutionResult {
  const errors = new AnswerErrors(failures);
  const completion: Completion = { errors, introspection };
  const completed = completeObject(completion, shape.root, data);
  return { data: completed, errors: errors.list() };
}

interface Completion {
  readonly errors: AnswerErrors;
  readonly introspection: Readonly<Record<string, unknown>>;
}

/** Stands for a null whose error is known and that its type does not allow. */
const MOVES_UP = Symbol('null moves up');

/** Null when a field of it must not be null and is. */
function completeObject(
  completion: Completion,
  { typeName, fields, keys }: ObjectShape,
  holder: Readonly<Record<string, unknown>>,
): Record<string, unknown> | null {
  completion.errors.noteUnselected(holder, keys);
  // Response keys may be `__proto__` or `constructor`: no prototype may answer for them (CVE-2026-32621).
  const object = Object.create(null) as Record<string, unknown>;
  for (const field of fields) {
    const value = field.kind === 'typename' ? typeName : completeField(completion, field, holder);
    if (value === MOVES_UP) return null;
    object[field.key] = value;
  }
  return object;
}

function completeField(
  completion: Completion,
  field: Exclude<FieldShape, { kind: 'typename' }>,
  holder: Readonly<Record<string, unknown>>,
): unknown {
  if (field.kind === 'introspection') return own(completion.introspection, field.key) ?? null;
  return completePlace(completion, field.value, field.coordinate, holder, field.key);
}

/** The value of `holder[key]`, of an object or a list. */
function completePlace(
  completion: Completion,
  shape: ValueShape,
  coordinate: string,
  holder: object,
  key: string | number,
): unknown {
  const { errors } = completion;
  errors.path.push(key);
  const isTold = errors.tell(holder, key);
  const value = own(holder, key);
  let completed: unknown = null;
  if (value !== null && value !== undefined) {
    completed = completeValue(completion, shape, coordinate, value);
  } else if (!isTold) {
    if (shape.isNonNull) errors.add(`Cannot return null for non-nullable field ${coordinate}.`);
    else if (value === undefined) errors.add(`Expected a value for field ${coordinate}, but none arrived.`);
  }
  errors.path.pop();
  return completed === null && shape.isNonNull ? MOVES_UP : completed;
}

/** Null when `value` is not what the schema says, which is then told. */
function completeValue(
  completion: Completion,
  shape: ValueShape,
  coordinate: string,
  value: NonNullable<unknown>,
): unknown {
  if (shape.kind === 'list') return completeList(completion, shape, coordinate, value);
  if (shape.kind === 'composite') return completeComposite(completion, shape, coordinate, value);
  const completed = completeLeaf(shape, value);
  if (completed !== undefined) return completed;
  completion.errors.add(
    `Expected ${shape.typeName} for field ${coordinate}, but got ${describeLeaf(shape, value)}.`,
  );
  return null;
}

function completeList(
  completion: Completion,
  { item }: ListShape,
  coordinate: string,
  value: NonNullable<unknown>,
): unknown[] | null {
  if (!Array.isArray(value)) {
    completion.errors.add(`Expected a list for field ${coordinate}, but got ${kindOf(value)}.`);
    return null;
  }
  const items: unknown[] = [];
  for (let index = 0; index < value.length; index += 1) {
    const completed = completePlace(completion, item, coordinate, value, index);
    if (completed === MOVES_UP) return null;
    items.push(completed);
  }
  return items;
}

function completeComposite(
  completion: Completion,
  { selection }: CompositeShape,
  coordinate: string,
  value: NonNullable<unknown>,
): Record<string, unknown> | null {
  const { errors } = completion;
  if (!isRecord(value)) {
    errors.add(`Expected ${selection.typeName} for field ${coordinate}, but got ${kindOf(value)}.`);
    return null;
  }
  const typename = selection.isAbstract ? own(value, '__typename') : selection.typeName;
  const shape = selection.objectOf(typename);
  if (shape) return completeObject(completion, shape, value);
  const arrived = typename == null ? 'an object without a type' : 'an object of another type';
  errors.add(`Expected ${selection.typeName} for field ${coordinate}, but got ${arrived}.`);
  return null;
}

function own(holder: object, key: string | number): unknown {
  // A property of its own: the object is asked for it like any record.
  if (Object.prototype.hasOwnProperty.call(holder, key))
    return (holder as Record<string | number, unknown>)[key];
  return undefined;
}

/** The value itself is not shown: this client may be one that must not know of it. */
function describeLeaf({ leaf }: LeafShape, value: NonNullable<unknown>): string {
  const isOfItsKind =
    (typeof value === 'number' && (leaf === 'Int' || leaf === 'Float' || leaf === 'ID')) ||
    (typeof value === 'string' && leaf === 'enum');
  return isOfItsKind ? `another ${typeof value}` : kindOf(value);
}

function kindOf(value: NonNullable<unknown>): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}
