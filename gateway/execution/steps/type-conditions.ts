import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';

/** Whether an object with the type name `typename` is one of the type `condition` (GraphQL spec, section 6.3.2 "DoesFragmentTypeApply"). */
export type AppliesTo = (condition: string, typename: string) => boolean;

/** Decides by the full supergraph schema, and remembers. A name that the schema does not know applies to nothing. */
export function createAppliesTo(schema: GraphQLSchema): AppliesTo {
  const known = new Map<string, Map<string, boolean>>();
  return (condition, typename) => {
    if (condition === typename) return true;
    const ofCondition = known.get(condition) ?? new Map<string, boolean>();
    known.set(condition, ofCondition);
    const remembered = ofCondition.get(typename);
    if (remembered !== undefined) return remembered;
    const applies = isOfType(schema, condition, typename);
    // Type names come from subgraph answers: only those of the schema are remembered, so that nobody can fill the memory.
    if (schema.getType(typename)) ofCondition.set(typename, applies);
    return applies;
  };
}

function isOfType(schema: GraphQLSchema, condition: string, typename: string): boolean {
  const type = schema.getType(typename);
  const abstract = schema.getType(condition);
  if (!isAbstractType(abstract)) return false;
  // An interface object names its interface as the type of its entities.
  return (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(abstract, type);
}
