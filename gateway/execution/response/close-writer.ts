import { completeLeaf, type LeafShape } from './leaf-shape';
import { type OnUnplannedType, type WriteAnswer } from './generate-writer';
import { fail, ownProperty, writeNull, writeString } from './write-values';
import { type PlannedComposite, type PlannedObject, type PlannedValue, type WriterPlan } from './writer-plan';

type Write = (value: unknown) => string;

/** The plan as closures: what `generateWriter` makes, for processes in which code generation is forbidden. */
export function closeWriter(plan: WriterPlan, isPlain: boolean, onUnplanned: OnUnplannedType): WriteAnswer {
  const objects: Write[] = [];
  for (const object of plan.objects) objects.push(closeObject(object, objects, isPlain, onUnplanned));
  const root = objects[objects.length - 1] ?? fail;
  return (data) => `{"data":${root(data)}}`;
}

function closeObject(
  { fields }: PlannedObject,
  objects: readonly Write[],
  isPlain: boolean,
  onUnplanned: OnUnplannedType,
): Write {
  const parts = fields.map(({ key, value }, index) => {
    const start = `${index === 0 ? '' : ','}${JSON.stringify(key)}:`;
    if (value.kind === 'constant') return { key, start: start + value.text, write: undefined };
    return { key, start, write: closeValue(value, objects, isPlain, onUnplanned) };
  });
  return (value) => {
    const holder = value as Record<string, unknown>; // checked by the value that calls it
    let text = '{';
    for (const { key, start, write } of parts) {
      text += start;
      if (write) text += write(ownProperty(holder, key));
    }
    return `${text}}`;
  };
}

function closeValue(
  value: PlannedValue,
  objects: readonly Write[],
  isPlain: boolean,
  onUnplanned: OnUnplannedType,
): Write {
  const otherwise: Write = value.isNonNull ? fail : writeNull;
  if (value.kind === 'leaf') return closeLeaf(value, isPlain, otherwise);
  if (value.kind === 'list') {
    const write = closeValue(value.item, objects, isPlain, onUnplanned);
    return (list) =>
      Array.isArray(list) ? `[${list.map((item) => write(item)).join(',')}]` : otherwise(list);
  }
  const writeObject = closeChoice(value, objects, onUnplanned);
  return (object) =>
    typeof object === 'object' && object !== null && !Array.isArray(object)
      ? writeObject(object)
      : otherwise(object);
}

function closeChoice(
  { objects: numbers, isAbstract, unplanned }: PlannedComposite,
  objects: readonly Write[],
  onUnplanned: OnUnplannedType,
): (object: object) => string {
  const byTypename = new Map([...numbers].map(([typename, number]) => [typename, objects[number] ?? fail]));
  const only = byTypename.get(undefined);
  if (!isAbstract && only) return only;
  return (object) => {
    const typename = (object as { readonly __typename?: string }).__typename; // any value: the map knows strings only
    const write = byTypename.get(typename);
    if (write) return write(object);
    if (typename !== undefined && unplanned.has(typename)) onUnplanned(typename);
    return fail();
  };
}

function closeLeaf(shape: LeafShape, isPlain: boolean, otherwise: Write): Write {
  return (value) => {
    const completed = value === null || value === undefined ? undefined : completeLeaf(shape, value);
    if (completed === undefined) return otherwise(value);
    if (typeof completed !== 'string') return JSON.stringify(completed);
    return isPlain ? `"${completed}"` : writeString(completed);
  };
}
