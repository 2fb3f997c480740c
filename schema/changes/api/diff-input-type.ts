import { type GraphQLInputObjectType } from 'graphql';
import { type Finding } from '../finding';
import { diffInputValues, type InputValueKind } from './diff-input-values';

/** All differences of an input and its fields. */
export function diffInputType(
  before: GraphQLInputObjectType,
  after: GraphQLInputObjectType,
): readonly Finding[] {
  return [
    ...diffInputValues(
      fieldsOf(before.name),
      Object.values(before.getFields()),
      Object.values(after.getFields()),
    ),
    ...diffOneOf(before, after),
  ];
}

function fieldsOf(input: string): InputValueKind {
  return {
    noun: 'input field',
    coordinate: (name) => `${input}.${name}`,
    codes: {
      removed: 'FIELD_REMOVED',
      requiredAdded: 'REQUIRED_INPUT_FIELD_ADDED',
      optionalAdded: 'OPTIONAL_INPUT_FIELD_ADDED',
      changedKind: 'FIELD_CHANGED_KIND',
      loosened: 'INPUT_FIELD_TYPE_LOOSENED',
      becameRequired: 'INPUT_FIELD_BECAME_REQUIRED',
      becameOptional: 'INPUT_FIELD_BECAME_OPTIONAL',
      defaultAdded: 'INPUT_FIELD_DEFAULT_VALUE_ADDED',
      defaultChanged: 'INPUT_FIELD_DEFAULT_VALUE_CHANGE',
    },
  };
}

function diffOneOf(before: GraphQLInputObjectType, after: GraphQLInputObjectType): readonly Finding[] {
  const coordinate = before.name;
  if (before.isOneOf === after.isOneOf) return [];
  return after.isOneOf
    ? [{ code: 'ONE_OF_ADDED', coordinate, message: `Exactly one field of ${coordinate} must be given now.` }]
    : [{ code: 'ONE_OF_REMOVED', coordinate, message: `Any fields of ${coordinate} may be given now.` }];
}
