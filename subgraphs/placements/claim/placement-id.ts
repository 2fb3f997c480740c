const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text is a UUID, however it is spelled. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * The id under which a placement is kept: a UUID is the same in upper and lower case and kept in lower case (RFC 9562,
 * section 4). Any other text stays as it is, and finds nothing.
 */
export function placementIdOf(text: string): string {
  return isUuid(text) ? text.toLowerCase() : text;
}
