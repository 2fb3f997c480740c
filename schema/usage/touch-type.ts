import { isInterfaceType, isObjectType, isUnionType, type GraphQLSchema } from 'graphql';
import { type Change } from '../check/check-result';
import { goneIn } from './gone-in';
import { type SchemaPair, type TouchTest } from './touch-test';

/** The test for a change of a type itself. */
export function touchesType({ code, message }: Change, type: string, schemas: SchemaPair): TouchTest {
  const { base, candidate } = schemas;
  switch (code) {
    case 'TYPE_REMOVED_FROM_UNION': {
      const gone = goneIn(message, membersOf(base, type), membersOf(candidate, type));
      return ({ members }) => (gone.some((name) => members.has(`${type}>${name}`)) ? 'surely' : 'none');
    }
    case 'IMPLEMENTED_INTERFACE_REMOVED': {
      const gone = goneIn(message, interfacesOf(base, type), interfacesOf(candidate, type));
      const lost = gone.flatMap((name) => lostPairs(schemas, name, type));
      return ({ members }) => (lost.some((pair) => members.has(pair)) ? 'surely' : 'none');
    }
    case 'IMPLEMENTED_INTERFACE_ADDED':
    case 'TYPE_ADDED_TO_INTERFACE': {
      const added = goneIn(message, interfacesOf(candidate, type), interfacesOf(base, type));
      return ({ outputTypes }) => (added.some((name) => outputTypes.has(name)) ? 'surely' : 'none');
    }
    case 'TYPE_ADDED_TO_UNION':
      return ({ outputTypes }) => (outputTypes.has(type) ? 'surely' : 'none');
    case 'ONE_OF_ADDED':
      return (_use, sent) => (sent.hasNotOneField(type) ? 'surely' : 'none');
    case 'TYPE_REMOVED':
    case 'TYPE_CHANGED_KIND':
      // Who only names its interface or union still can: nothing but objects of this type is gone.
      return ({ outputTypes }, sent) => (outputTypes.has(type) || sent.hasType(type) ? 'surely' : 'none');
    default:
      return ({ outputTypes, objectTypes }, sent) =>
        outputTypes.has(type) || objectTypes.has(type) || sent.hasType(type) ? 'surely' : 'none';
  }
}

function membersOf(schema: GraphQLSchema, name: string): readonly string[] {
  const type = schema.getType(name);
  return isUnionType(type) ? type.getTypes().map((member) => member.name) : [];
}

function interfacesOf(schema: GraphQLSchema, name: string): readonly string[] {
  const type = schema.getType(name);
  return isObjectType(type) || isInterfaceType(type) ? type.getInterfaces().map((each) => each.name) : [];
}

/** The pairs that are lost when `name` stops implementing `lost`; of an interface, those of objects that stop, too. */
function lostPairs({ base, candidate }: SchemaPair, lost: string, name: string): readonly string[] {
  const type = base.getType(name);
  const objects = isInterfaceType(type) ? base.getPossibleTypes(type).map((each) => each.name) : [name];
  return objects
    .filter((object) => !interfacesOf(candidate, object).includes(lost))
    .map((object) => `${lost}>${object}`);
}
