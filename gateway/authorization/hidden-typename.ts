import { Kind, type FieldNode } from 'graphql';

/** The response key under which a filtered operation asks for the type of abstract values; clients may not use it. */
export const HIDDEN_TYPENAME = 'gateway__typename';

/** The selection that asks for it. */
export const HIDDEN_TYPENAME_FIELD: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: HIDDEN_TYPENAME },
  name: { kind: Kind.NAME, value: '__typename' },
};
