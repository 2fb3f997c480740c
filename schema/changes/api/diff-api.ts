import {
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  OperationTypeNode,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { type Finding } from '../finding';
import { pairByName } from '../pair-by-name';
import { diffDirectives } from './diff-directives';
import { diffType } from './diff-type';

/**
 * All differences that clients can see between two API schemas. What graphql-js calls breaking or dangerous has its code
 * (a property test compares them); a removed or added type stands for all that is in it.
 */
export function diffApi(before: GraphQLSchema, after: GraphQLSchema): readonly Finding[] {
  const { added, removed, kept } = pairByName(typesOf(before), typesOf(after));
  return [
    ...removed.map(({ name }): Finding => ({
      code: 'TYPE_REMOVED',
      coordinate: name,
      message: `The type ${name} was removed.`,
    })),
    ...kept.flatMap(([old, now]) => diffType(old, now)),
    ...added.flatMap((type) => newType(before, type)),
    ...diffDirectives(before.getDirectives(), after.getDirectives()),
    ...Object.values(OperationTypeNode).flatMap((operation) => diffRoot(operation, before, after)),
  ];
}

/**
 * The types that a schema defines. graphql-js also reports `Float` as removed when nothing has that type any more, which no
 * operation can notice beyond what is reported for that last thing.
 */
function typesOf(schema: GraphQLSchema): readonly GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
}

function newType(before: GraphQLSchema, type: GraphQLNamedType): readonly Finding[] {
  const coordinate = type.name;
  const added: Finding = { code: 'TYPE_ADDED', coordinate, message: `The type ${coordinate} was added.` };
  if (!isObjectType(type)) return [added];
  const known = type.getInterfaces().filter(({ name }) => isInterfaceType(before.getType(name)));
  return [
    added,
    ...known.map(({ name }): Finding => ({
      code: 'TYPE_ADDED_TO_INTERFACE',
      coordinate,
      message: `Fields that return ${name} may answer with the new type ${coordinate}.`,
    })),
  ];
}

/** Roots that come or go with their type are reported as that type. */
function diffRoot(
  operation: OperationTypeNode,
  before: GraphQLSchema,
  after: GraphQLSchema,
): readonly Finding[] {
  const [old, now] = [before.getRootType(operation)?.name, after.getRootType(operation)?.name];
  if (old === now) return [];
  if (old === undefined || now === undefined) return newOrLostRoot(operation, old, now, before, after);
  const message = `Every ${operation} starts at ${now}; it started at ${old}.`;
  return [{ code: 'OPERATION_TYPE_CHANGED', coordinate: old, message }];
}

function newOrLostRoot(
  operation: OperationTypeNode,
  old: string | undefined,
  now: string | undefined,
  before: GraphQLSchema,
  after: GraphQLSchema,
): readonly Finding[] {
  if (old !== undefined && after.getType(old)) {
    const message = `There is no ${operation} any more; ${old} is not its type.`;
    return [{ code: 'OPERATION_TYPE_REMOVED', coordinate: old, message }];
  }
  if (now !== undefined && before.getType(now)) {
    const message = `There is a ${operation} now; it starts at ${now}.`;
    return [{ code: 'OPERATION_TYPE_ADDED', coordinate: now, message }];
  }
  return [];
}
