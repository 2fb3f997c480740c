/** Controls of the terminal and marks that turn the direction of writing, but not line ends. */
const HIDDEN = /(?!\n)[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/**
 * A text that cannot move the cursor or colour the terminal: messages hold what somebody wrote into a schema. Line ends
 * stay.
 */
export function printable(text: string): string {
  return text.replace(HIDDEN, '\uFFFD');
}

/** The same in one line, for names: a client that calls itself by several could write lines of the report. */
export function printableLine(text: string): string {
  return printable(text).replaceAll('\n', '\uFFFD');
}
