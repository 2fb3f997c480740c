/** The value of the first header called `name` (in lower case) in a flat list of names and values; empty without one. */
export function headerOf(headers: readonly Buffer[], name: string): string {
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const candidate = headers[index];
    // Lengths differ nearly always, and are compared without making a string.
    if (candidate?.length === name.length && candidate.toString('latin1').toLowerCase() === name) {
      return headers[index + 1]?.toString('latin1') ?? '';
    }
  }
  return '';
}
