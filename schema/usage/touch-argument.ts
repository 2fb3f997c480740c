import { isInterfaceType, isObjectType, type GraphQLArgument, type GraphQLSchema } from 'graphql';
import { type Change } from '../check/check-result';
import { isArgumentHurt } from './is-argument-hurt';
import { inputChange } from './input-change';
import { type SchemaPair, type TouchTest } from './touch-test';

interface ArgumentCoordinate {
  readonly type: string;
  readonly member: string;
  readonly argument: string;
}

/** The test for a change of a field's argument. */
export function touchesArgument({ code }: Change, place: ArgumentCoordinate, schemas: SchemaPair): TouchTest {
  const { argument } = place;
  const field = `${place.type}.${place.member}`;
  const before = argumentAt(schemas.base, place);
  const after = argumentAt(schemas.candidate, place);
  // It is new: whoever selects the field is asked for it, or has its default from now on.
  if (!before) return ({ fields }) => (fields.has(field) ? 'surely' : 'none');
  if (code.includes('DEFAULT')) {
    return ({ fields }) => (fields.get(field)?.leftOut.has(argument) ? 'surely' : 'none');
  }
  const hurts = inputChange(before, after);
  return ({ fields }) => {
    const use = fields.get(field);
    return use && isArgumentHurt(hurts, use, argument) ? 'surely' : 'none';
  };
}

function argumentAt(
  schema: GraphQLSchema,
  { type, member, argument }: ArgumentCoordinate,
): GraphQLArgument | undefined {
  const definition = schema.getType(type);
  if (!isObjectType(definition) && !isInterfaceType(definition)) return undefined;
  return definition.getFields()[member]?.args.find(({ name }) => name === argument);
}
