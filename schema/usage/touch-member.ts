import { isEnumType, isInputObjectType, type GraphQLInputField, type GraphQLSchema } from 'graphql';
import { type Change } from '../check/check-result';
import { inputChange } from './input-change';
import { type SchemaPair, type TouchTest } from './touch-test';

/** The test for a change of a field, an input field or an enum value. */
export function touchesMember(
  change: Change,
  { type, member }: { readonly type: string; readonly member: string },
  schemas: SchemaPair,
): TouchTest {
  const definition = schemas.base.getType(type) ?? schemas.candidate.getType(type);
  if (isEnumType(definition)) return touchesEnumValue(change, type, member);
  if (isInputObjectType(definition)) return touchesInputField(change, type, member, schemas);
  // A union has no fields: where its member stands for the coordinate, a field of it must be selected.
  return ({ fields, members }) =>
    fields.has(`${type}.${member}`) || members.has(`${type}>${member}`) ? 'surely' : 'none';
}

function touchesEnumValue({ code }: Change, type: string, value: string): TouchTest {
  if (code === 'VALUE_ADDED_TO_ENUM') {
    return ({ outputTypes }) => (outputTypes.has(type) ? 'surely' : 'none');
  }
  return ({ outputTypes }, sent) => {
    if (sent.hasValue(type, value)) return 'surely';
    // Who only reads it will not get it any more, which no client has to be ready for.
    return outputTypes.has(type) ? 'perhaps' : 'none';
  };
}

function touchesInputField({ code }: Change, type: string, name: string, schemas: SchemaPair): TouchTest {
  const coordinate = `${type}.${name}`;
  const before = inputField(schemas.base, type, name);
  const after = inputField(schemas.candidate, type, name);
  if (!before) return (_use, sent) => (sent.hasType(type) ? 'surely' : 'none');
  if (code.includes('DEFAULT')) {
    return (_use, sent) => (sent.lacksField(type, coordinate) ? 'surely' : 'none');
  }
  const { hurtsGiven, hurtsLeftOut, hurtsNull } = inputChange(before, after);
  return (_use, sent) => {
    const isHurt =
      (hurtsGiven && sent.hasField(coordinate)) ||
      (hurtsLeftOut && sent.lacksField(type, coordinate)) ||
      (hurtsNull && sent.nullsField(type, coordinate));
    return isHurt ? 'surely' : 'none';
  };
}

function inputField(schema: GraphQLSchema, type: string, name: string): GraphQLInputField | undefined {
  const definition = schema.getType(type);
  return isInputObjectType(definition) ? definition.getFields()[name] : undefined;
}
