/** Longest id that is looked up; longer ones cannot exist. */
const MAX_ID_LENGTH = 200;

/**
 * Whether a text from outside can be compared with ids in PostgreSQL at all. A text with a NUL or a lone
 * surrogate cannot be stored, so nothing has that id: the answer is "not found", not a database error.
 */
export function isStorableId(text: string): boolean {
  return text.length > 0 && text.length <= MAX_ID_LENGTH && !text.includes('\0') && text.isWellFormed();
}

/** Only those ids that could exist. */
export function storableIds(ids: readonly string[]): string[] {
  return ids.filter(isStorableId);
}
