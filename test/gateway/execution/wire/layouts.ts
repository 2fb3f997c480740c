import { ByteView } from '../../../../gateway/execution/wire/byte-view';
import {
  FIRST_SLOT,
  slotsOf,
  type FieldLayout,
  type ObjectLayout,
  type TypeMark,
  type ValueLayout,
} from '../../../../gateway/execution/wire/layout';

/** The layout of objects with these fields. */
export function layoutWith(
  values: Readonly<Record<string, ValueLayout>>,
  types: readonly TypeMark[] = [],
): ObjectLayout {
  const fields: FieldLayout[] = [];
  let size = FIRST_SLOT;
  for (const [key, value] of Object.entries(values)) {
    fields.push({ key, bytes: ByteView.of(`${JSON.stringify(key)}:`), slot: size, value });
    size += slotsOf(value);
  }
  return { fields, types, size, textSlot: 0 };
}
