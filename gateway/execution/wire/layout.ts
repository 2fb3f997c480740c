import { type LeafKind } from '../response/leaf-shape';
import { type ByteView } from './byte-view';

/**
 * How what a fetch selects is kept on the tape. An object is a record: its type's number, a stamp, then the slots of its
 * fields and of what later fetches bring to it. Records of one layout have one size, whatever their type.
 *
 * | value  | slots                                                                    |
 * | ------ | ------------------------------------------------------------------------ |
 * | leaf   | where its JSON starts in the answer, and where it ends: see `LeafSlot`    |
 * | object | the position of its record                                               |
 * | list   | the position of its items: their number, then the slots of each          |
 *
 * ABSENT (0) stands in every first slot that nothing was written to, NULL (-1) for null.
 */
export interface ObjectLayout {
  readonly fields: FieldLayout[];
  /** The types that `__typename` may name; empty when it is not selected. */
  readonly types: readonly TypeMark[];
  /** The length of a record. It grows while a plan is prepared: see `addSlot`. */
  size: number;
  /**
   * Where records remember the text that was written for them last (its program, its start and its end), as soon as a later
   * fetch completes them: equal ones become one record then, which stands at many places. 0 before that.
   */
  textSlot: number;
}

/** A response key of the fetch. */
export interface FieldLayout {
  readonly key: string;
  /** `"key":` */
  readonly bytes: ByteView;
  readonly slot: number;
  readonly value: ValueLayout;
}

/** What stands at a key or in a list. `__typename` fills the record's own type. */
export type ValueLayout = LeafLayout | ListLayout | CompositeLayout | TypenameLayout;

/** A scalar or enum. */
export interface LeafLayout {
  readonly kind: 'leaf';
  readonly leaf: LeafKind;
}

/** A list. */
export interface ListLayout {
  readonly kind: 'list';
  readonly item: ValueLayout;
}

/** An object of whatever type. */
export interface CompositeLayout {
  readonly kind: 'object';
  readonly layout: ObjectLayout;
}

/** The type of the object itself. */
export interface TypenameLayout {
  readonly kind: 'typename';
}

/** A type name as it stands in an answer. */
export interface TypeMark {
  /** 1 and up; 0 is a type that nothing told. */
  readonly id: number;
  readonly name: string;
  /** `"Name"` */
  readonly bytes: ByteView;
}

export const ABSENT = 0;
export const NULL = -1;

export const TYPE_SLOT = 0;
/** Holds the number of the last walk that came by, so that a shared record is visited once. */
export const STAMP_SLOT = 1;
export const FIRST_SLOT = 2;

/** A place in records of `layout` for the position of what a later fetch brings. Gives its slot. */
export function addSlot(layout: ObjectLayout): number {
  if (layout.textSlot === 0) {
    layout.textSlot = layout.size;
    layout.size += 3;
  }
  layout.size += 1;
  return layout.size - 1;
}

/** How many slots a value takes. */
export function slotsOf(value: ValueLayout): number {
  if (value.kind === 'leaf') return 2;
  return value.kind === 'typename' ? 0 : 1;
}
