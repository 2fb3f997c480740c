import { type GraphQLField, type GraphQLInterfaceType, type GraphQLObjectType } from 'graphql';
import { type Finding } from '../finding';
import { pairByName } from '../pair-by-name';
import { diffInputValues, type InputValueKind } from './diff-input-values';
import { diffNotes } from './diff-notes';
import { isSafeForAnswers } from './type-changes';

type Field = GraphQLField<unknown, unknown>;
type FieldsType = GraphQLObjectType | GraphQLInterfaceType;

/** All differences of an object or interface: its fields, their arguments, and what it implements. */
export function diffFieldsType(before: FieldsType, after: FieldsType): readonly Finding[] {
  const { added, removed, kept } = pairByName(
    Object.values(before.getFields()),
    Object.values(after.getFields()),
  );
  return [
    ...removed.map((field) => simple('FIELD_REMOVED', before, field, 'was removed')),
    ...kept.flatMap(([old, now]) => diffField(`${before.name}.${old.name}`, old, now)),
    ...added.map((field) => simple('FIELD_ADDED', before, field, `of type ${String(field.type)} was added`)),
    ...diffInterfaces(before, after),
  ];
}

function simple(
  code: 'FIELD_REMOVED' | 'FIELD_ADDED',
  type: FieldsType,
  { name }: Field,
  what: string,
): Finding {
  const coordinate = `${type.name}.${name}`;
  return { code, coordinate, message: `The field ${coordinate} ${what}.` };
}

function diffField(coordinate: string, before: Field, after: Field): readonly Finding[] {
  return [
    ...diffFieldType(coordinate, before, after),
    ...diffInputValues(argumentsOf(coordinate), before.args, after.args),
    ...diffNotes(coordinate, before, after),
  ];
}

function diffFieldType(coordinate: string, before: Field, after: Field): readonly Finding[] {
  const [old, now] = [String(before.type), String(after.type)];
  if (old === now) return [];
  return isSafeForAnswers(before.type, after.type)
    ? [
        {
          code: 'FIELD_TYPE_TIGHTENED',
          coordinate,
          message: `The field ${coordinate} promises more: its type was ${old} and is ${now}.`,
        },
      ]
    : [
        {
          code: 'FIELD_CHANGED_KIND',
          coordinate,
          message: `The type of the field ${coordinate} changed from ${old} to ${now}.`,
        },
      ];
}

function argumentsOf(field: string): InputValueKind {
  return {
    noun: 'argument',
    coordinate: (name) => `${field}(${name}:)`,
    codes: {
      removed: 'ARG_REMOVED',
      requiredAdded: 'REQUIRED_ARG_ADDED',
      optionalAdded: 'OPTIONAL_ARG_ADDED',
      changedKind: 'ARG_CHANGED_KIND',
      loosened: 'ARG_TYPE_LOOSENED',
      becameRequired: 'ARG_BECAME_REQUIRED',
      becameOptional: 'ARG_BECAME_OPTIONAL',
      defaultAdded: 'ARG_DEFAULT_VALUE_ADDED',
      defaultChanged: 'ARG_DEFAULT_VALUE_CHANGE',
    },
  };
}

function diffInterfaces(before: FieldsType, after: FieldsType): readonly Finding[] {
  const { added, removed } = pairByName(before.getInterfaces(), after.getInterfaces());
  const coordinate = before.name;
  return [
    ...removed.map(({ name }): Finding => ({
      code: 'IMPLEMENTED_INTERFACE_REMOVED',
      coordinate,
      message: `${coordinate} no longer implements ${name}.`,
    })),
    ...added.map(({ name }): Finding => ({
      code: 'IMPLEMENTED_INTERFACE_ADDED',
      coordinate,
      message: `${coordinate} implements ${name} now.`,
    })),
  ];
}
