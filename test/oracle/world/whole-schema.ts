import { isAbstractType, isObjectType, type GraphQLSchema } from 'graphql';
import { findField, type Model } from '../model/model';
import { type Thing } from './data-world';
import { rootThing, type RunData } from './subgraph-schema';

/** Makes `schema`, what clients see of a supergraph, answer by itself: one schema over all the data, without subgraphs. */
export function attachWholeData(schema: GraphQLSchema, model: Model): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isAbstractType(type)) type.resolveType = (thing: Thing) => thing.type;
    if (!isObjectType(type)) continue;
    for (const definition of Object.values(type.getFields())) {
      const field = findField(model, type.name, definition.name);
      if (!field) continue;
      definition.resolve = (source: Thing | undefined, given, run: RunData) =>
        run.world.read(source ?? rootThing(type.name, run), field, given);
    }
  }
  return schema;
}
