/** `text`, cut to `limit` characters. */
export function shorten(text: string, limit = 200): string {
  return text.length > limit ? `${text.slice(0, limit - 3)}...` : text;
}
