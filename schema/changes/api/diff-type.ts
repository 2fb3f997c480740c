import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
  type GraphQLEnumType,
  type GraphQLNamedType,
  type GraphQLScalarType,
  type GraphQLUnionType,
} from 'graphql';
import { type Finding } from '../finding';
import { pairByName } from '../pair-by-name';
import { diffFieldsType } from './diff-fields';
import { diffInputType } from './diff-input-type';
import { diffNotes } from './diff-notes';

/** All differences of a type that both versions have. One that changed its kind has nothing else to compare. */
export function diffType(before: GraphQLNamedType, after: GraphQLNamedType): readonly Finding[] {
  const members = diffMembers(before, after);
  if (members) return [...members, ...diffNotes(before.name, before, after)];
  const message = `${before.name} was ${kindOf(before)} and is ${kindOf(after)}.`;
  return [{ code: 'TYPE_CHANGED_KIND', coordinate: before.name, message }];
}

function diffMembers(before: GraphQLNamedType, after: GraphQLNamedType): readonly Finding[] | null {
  if (isObjectType(before) && isObjectType(after)) return diffFieldsType(before, after);
  if (isInterfaceType(before) && isInterfaceType(after)) return diffFieldsType(before, after);
  if (isInputObjectType(before) && isInputObjectType(after)) return diffInputType(before, after);
  if (isEnumType(before) && isEnumType(after)) return diffEnum(before, after);
  if (isUnionType(before) && isUnionType(after)) return diffUnion(before, after);
  if (isScalarType(before) && isScalarType(after)) return diffScalar(before, after);
  return null;
}

function diffEnum(before: GraphQLEnumType, after: GraphQLEnumType): readonly Finding[] {
  const { added, removed, kept } = pairByName(before.getValues(), after.getValues());
  const at = (name: string): string => `${before.name}.${name}`;
  return [
    ...removed.map(({ name }): Finding => ({
      code: 'VALUE_REMOVED_FROM_ENUM',
      coordinate: at(name),
      message: `The value ${name} was removed from the enum ${before.name}.`,
    })),
    ...added.map(({ name }): Finding => ({
      code: 'VALUE_ADDED_TO_ENUM',
      coordinate: at(name),
      message: `The value ${name} was added to the enum ${before.name}.`,
    })),
    ...kept.flatMap(([old, now]) => diffNotes(at(old.name), old, now)),
  ];
}

function diffUnion(before: GraphQLUnionType, after: GraphQLUnionType): readonly Finding[] {
  const { added, removed } = pairByName(before.getTypes(), after.getTypes());
  const coordinate = before.name;
  return [
    ...removed.map(({ name }): Finding => ({
      code: 'TYPE_REMOVED_FROM_UNION',
      coordinate,
      message: `${name} was removed from the union ${coordinate}.`,
    })),
    ...added.map(({ name }): Finding => ({
      code: 'TYPE_ADDED_TO_UNION',
      coordinate,
      message: `${name} was added to the union ${coordinate}.`,
    })),
  ];
}

function diffScalar(before: GraphQLScalarType, after: GraphQLScalarType): readonly Finding[] {
  const [old, now] = [before.specifiedByURL ?? null, after.specifiedByURL ?? null];
  const coordinate = before.name;
  if (old === now) return [];
  if (old === null)
    return [
      {
        code: 'SPECIFIED_BY_ADDED',
        coordinate,
        message: `The scalar ${coordinate} is specified by ${now} now.`,
      },
    ];
  if (now === null)
    return [
      {
        code: 'SPECIFIED_BY_REMOVED',
        coordinate,
        message: `The scalar ${coordinate} is no longer specified by ${old}.`,
      },
    ];
  const message = `The scalar ${coordinate} was specified by ${old} and is specified by ${now}.`;
  return [{ code: 'SPECIFIED_BY_CHANGED', coordinate, message }];
}

function kindOf(type: GraphQLNamedType): string {
  if (isScalarType(type)) return 'a scalar';
  if (isObjectType(type)) return 'an object';
  if (isInterfaceType(type)) return 'an interface';
  if (isUnionType(type)) return 'a union';
  return isEnumType(type) ? 'an enum' : 'an input';
}
