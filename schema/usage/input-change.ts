import { getNullableType, isNonNullType, type GraphQLInputType } from 'graphql';

/** An argument or an input field. */
interface InputDefinition {
  readonly type: GraphQLInputType;
  readonly defaultValue?: unknown;
}

/** Whom a change of an argument or input field can hurt. */
export interface InputChange {
  /** Those who send it: it is gone, takes another type, or what changed is not seen in its type. */
  readonly hurtsGiven: boolean;
  /** Those who leave it out. */
  readonly hurtsLeftOut: boolean;
  /** Those who send null. */
  readonly hurtsNull: boolean;
}

/** Compares an argument or input field with what became of it. */
export function inputChange(before: InputDefinition, after: InputDefinition | undefined): InputChange {
  if (!after) return { hurtsGiven: true, hurtsLeftOut: false, hurtsNull: false };
  const hurtsLeftOut = isRequired(after) && !isRequired(before);
  const hurtsNull = isNonNullType(after.type) && !isNonNullType(before.type);
  const isSameValue = String(getNullableType(after.type)) === String(getNullableType(before.type));
  return { hurtsGiven: !isSameValue || !(hurtsLeftOut || hurtsNull), hurtsLeftOut, hurtsNull };
}

function isRequired({ type, defaultValue }: InputDefinition): boolean {
  return isNonNullType(type) && defaultValue === undefined;
}
