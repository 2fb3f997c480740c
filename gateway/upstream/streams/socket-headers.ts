/** What describes a body, which a WebSocket has not, or belongs to its own handshake. */
const NOT_FOR_SOCKETS = /^(content-type|accept|sec-.*)$/i;

/** The headers of a request as those of a socket and its `connection_init`; `headers` is a flat list of names and values. */
export function socketHeaders(headers: readonly string[]): Record<string, string> {
  const kept: Record<string, string> = {};
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const [name = '', value = ''] = headers.slice(index, index + 2);
    if (!NOT_FOR_SOCKETS.test(name)) kept[name] = value;
  }
  return kept;
}
