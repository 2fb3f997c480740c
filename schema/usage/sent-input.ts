import { type OperationUse } from './operation-use';
import { type SeenInput } from './recorded-operation';

/** What an operation sends as input, as far as the schema and the record tell. */
export interface SentInput {
  /** Whether a value of the input type is sent, or may be. */
  hasType(name: string): boolean;
  /** Whether an object of the type is sent, or may be, that does not have exactly one field. */
  hasNotOneField(name: string): boolean;
  /** Whether `Input.field` is sent, or may be. */
  hasField(coordinate: string): boolean;
  /** Whether an object of `type` is sent, or may be, that lacks the field. */
  lacksField(type: string, coordinate: string): boolean;
  /** Whether an object of `type` is sent, or may be, in which the field is null. */
  nullsField(type: string, coordinate: string): boolean;
  /** Whether `Enum.VALUE` is sent, or may be. */
  hasValue(type: string, value: string): boolean;
}

/** What a variable may carry counts, unless the record says what it did carry. */
export function sentInput(
  { written, variable }: OperationUse,
  { values, inputFields }: SeenInput,
): SentInput {
  const sentTypes = inputFields && new Set([...inputFields].map((coordinate) => coordinate.split('.')[0]));
  const mayCarry = (name: string): boolean => {
    if (!variable.types.has(name)) return false;
    if (variable.objects.has(name)) return sentTypes?.has(name) ?? true;
    if (variable.enums.has(name)) return values ? (values.get(name)?.size ?? 0) > 0 : true;
    return true;
  };
  return {
    hasType: (name) => written.types.has(name) || mayCarry(name),
    hasNotOneField: (name) => written.notOneField.has(name) || mayCarry(name),
    hasField: (coordinate) =>
      written.fields.has(coordinate) ||
      (variable.fields.has(coordinate) && (inputFields?.has(coordinate) ?? true)),
    lacksField: (type, coordinate) => written.leftOut.has(coordinate) || mayCarry(type),
    nullsField: (type, coordinate) => written.nullable.has(coordinate) || mayCarry(type),
    hasValue: (type, value) => {
      const coordinate = `${type}.${value}`;
      if (written.values.has(coordinate)) return true;
      return variable.values.has(coordinate) && (values ? values.get(type)?.has(value) === true : true);
    },
  };
}
