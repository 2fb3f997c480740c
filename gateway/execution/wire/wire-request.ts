import { type CompiledStep } from '../steps/compile-plan';
import { variablesText, type RequestForm } from '../steps/request-text';
import { ByteView } from './byte-view';
import { type Gathered } from './gather';
import { FIRST_SLOT, type FieldLayout, type ObjectLayout } from './layout';

/** The constant parts of a request, and the layout of its answer's `data`. */
export interface WireRequest {
  readonly head: Buffer;
  readonly tail: Buffer;
  /** `"name":` of each list's variable. */
  readonly names: readonly Buffer[];
  readonly layout: ObjectLayout;
}

/** Prepares requests of entity steps that share one; `layouts` hold what each step selects of an entity. */
export function wireRequest(
  form: RequestForm,
  layouts: ReadonlyMap<number, ObjectLayout>,
): WireRequest | undefined {
  const fields: FieldLayout[] = [];
  for (const { alias, steps } of form.lists) {
    const layout = layoutOfFirst(steps, layouts);
    if (!layout) return undefined;
    fields.push({
      key: alias,
      bytes: ByteView.of(`${JSON.stringify(alias)}:`),
      slot: FIRST_SLOT + fields.length,
      value: { kind: 'list', item: { kind: 'object', layout } },
    });
  }
  return {
    head: Buffer.from(form.head),
    tail: Buffer.from(form.tail),
    names: form.representations.map((name) => Buffer.from(`${JSON.stringify(name)}:`)),
    layout: { fields, types: [], size: FIRST_SLOT + fields.length, textSlot: 0 },
  };
}

/** The body of a request: the client's variables, then the representations of each list, which stand in `written`. */
export function requestBytes(
  { head, tail, names }: WireRequest,
  { variables }: RequestForm,
  values: Readonly<Record<string, unknown>>,
  lists: readonly Gathered[],
  written: Uint8Array,
): Buffer {
  const given = variables.length === 0 ? '' : variablesText(variables, values);
  const pieces: Uint8Array[] = [head];
  if (given !== '') pieces.push(Buffer.from(given));
  lists.forEach(({ start, end }, index) => {
    if (index > 0 || given !== '') pieces.push(COMMA);
    pieces.push(names[index]!, written.subarray(start, end));
  });
  pieces.push(tail);
  return Buffer.concat(pieces);
}

const COMMA = Buffer.from(',');

function layoutOfFirst(
  [first]: readonly CompiledStep[],
  layouts: ReadonlyMap<number, ObjectLayout>,
): ObjectLayout | undefined {
  return first && layouts.get(first.index);
}
