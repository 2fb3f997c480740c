/**
 * A text without control characters, which could move the cursor or colour the terminal: messages hold what somebody
 * wrote into a schema. Line ends stay.
 */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(
    /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g,
    '\uFFFD',
  );
}
