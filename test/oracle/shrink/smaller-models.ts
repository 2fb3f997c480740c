import { type FieldModel, type InterfaceModel, type Model, type ObjectModel } from '../model/model';

/** Models that lack one piece of this one, the largest pieces first. Not all of them compose. */
export function* smallerModels(model: Model): Generator<Model> {
  for (const subgraph of model.subgraphs) yield withoutSubgraph(model, subgraph);
  for (const { name } of [...model.objects, ...model.interfaces, ...model.unions])
    yield withoutType(model, name);
  for (const { name } of model.mutations)
    yield mapFields(model, (field) => (field.name === name ? [] : [field]));
  for (const { name } of allFields(model))
    yield mapFields(model, (field) => (field.name === name ? [] : [field]));
  for (const { name, in: declared } of allFields(model)) {
    for (const subgraph of Object.keys(declared)) {
      yield mapFields(model, (field) => (field.name === name ? [withoutOwner(field, subgraph)] : [field]));
    }
  }
  for (const field of allFields(model)) yield* simplerFields(model, field);
  yield* simplerHeads(model);
}

function allFields({ queries, mutations, objects, interfaces }: Model): FieldModel[] {
  const added = interfaces.flatMap(({ objectIn }) => Object.values(objectIn).flat());
  return [...queries, ...mutations, ...objects.flatMap(({ fields }) => fields), ...added];
}

function mapFields(model: Model, map: (field: FieldModel) => FieldModel[]): Model {
  return {
    ...model,
    queries: model.queries.flatMap(map),
    mutations: model.mutations.flatMap(map),
    objects: model.objects.map((object) => ({ ...object, fields: object.fields.flatMap(map) })),
    interfaces: model.interfaces.map((each) => mapInterface(each, map)),
  };
}

function mapInterface(each: InterfaceModel, map: (field: FieldModel) => FieldModel[]): InterfaceModel {
  const fields = each.fields.flatMap(map);
  const names = fields.map(({ name }) => name);
  return {
    ...each,
    fields,
    in: mapRecord(each.in, (shown) => shown.filter((name) => names.includes(name))),
    objectIn: mapRecord(each.objectIn, (own) => own.flatMap(map)),
  };
}

function withoutSubgraph(model: Model, subgraph: string): Model {
  const without = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(record).filter(([name]) => name !== subgraph));
  const smaller = mapFields(model, (field) => {
    const left = withoutOwner(field, subgraph);
    return Object.keys(left.in).length === 0 || left.resolvedIn.length === 0 ? [] : [left];
  });
  return {
    ...smaller,
    subgraphs: model.subgraphs.filter((name) => name !== subgraph),
    objects: smaller.objects.map((object) => ({ ...object, in: without(object.in) })),
    interfaces: smaller.interfaces.map((each) => ({
      ...each,
      in: without(each.in),
      objectIn: without(each.objectIn),
    })),
    unions: smaller.unions.map((union) => ({ ...union, in: without(union.in) })),
  };
}

function withoutOwner(field: FieldModel, subgraph: string): FieldModel {
  const { [subgraph]: _removed, ...rest } = field.in;
  return { ...field, in: rest, resolvedIn: field.resolvedIn.filter((name) => name !== subgraph) };
}

function withoutType(model: Model, name: string): Model {
  const smaller = mapFields(model, (field) => {
    if (field.type.replace(/[[\]!]/g, '') === name) return [];
    if (!field.members) return [field];
    const members = field.members.filter((member) => member !== name);
    return members.length === 0 ? [] : [{ ...field, members }];
  });
  return {
    ...smaller,
    objects: smaller.objects
      .filter((object) => object.name !== name)
      .map((object) => ({ ...object, in: mapRecord(object.in, (head) => withoutInterface(head, name)) })),
    interfaces: smaller.interfaces.filter((each) => each.name !== name),
    unions: smaller.unions
      .filter((union) => union.name !== name)
      .map((union) => ({
        ...union,
        in: mapRecord(union.in, (members) => members.filter((member) => member !== name)),
      })),
  };
}

function withoutInterface(head: string, name: string): string {
  return head
    .replace(new RegExp(`implements ${name}( & )?`), (_match, more) => (more ? 'implements ' : ''))
    .replace(new RegExp(` & ${name}\\b`), '');
}

function* simplerFields(
  model: Model,
  { name, type, arguments: declared, in: owners, isKey = false }: FieldModel,
): Generator<Model> {
  // What tells objects apart must be there.
  if (isKey) return;
  const change = (map: (field: FieldModel) => FieldModel): Model =>
    mapFields(model, (field) => (field.name === name ? [map(field)] : [field]));
  if (declared !== '') yield change((field) => ({ ...field, arguments: '' }));
  if (type.startsWith('[')) {
    yield change((field) => ({ ...field, type: field.type.replace(/^\[(.*)\]!?$/, '$1') }));
  }
  if (type.includes('!')) yield change((field) => ({ ...field, type: field.type.replace('!', '') }));
  for (const [subgraph, directives] of Object.entries(owners)) {
    for (const directive of ['@tag(name:"t")', '@inaccessible', '@shareable']) {
      if (!directives.includes(directive)) continue;
      yield change((field) => ({
        ...field,
        in: { ...field.in, [subgraph]: directives.replace(directive, '').trim() },
      }));
    }
  }
}

/** One key less of an object in a subgraph, or a subgraph less that declares it. */
function* simplerHeads(model: Model): Generator<Model> {
  for (const { name, in: declared } of model.objects) {
    for (const [subgraph, head] of Object.entries(declared)) {
      const replace = (change: (object: ObjectModel) => ObjectModel): Model => ({
        ...model,
        objects: model.objects.map((object) => (object.name === name ? change(object) : object)),
      });
      for (const key of head.match(/@key\([^)]*\)/g) ?? []) {
        const shorter = head.replace(key, '').trim();
        yield replace((object) => ({ ...object, in: { ...object.in, [subgraph]: shorter } }));
      }
      yield replace(({ in: known, fields, ...rest }) => {
        const { [subgraph]: _removed, ...others } = known;
        return { ...rest, in: others, fields: fields.map((field) => withoutOwner(field, subgraph)) };
      });
    }
  }
}

function mapRecord<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
