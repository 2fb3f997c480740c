/** Where a subgraph listens. */
export interface SubgraphAddress {
  readonly origin: string;
  /** The path and query of the endpoint. */
  readonly path: string;
  /** The unix socket that is connected to instead of the origin. */
  readonly socketPath: string | undefined;
}

/**
 * Reads `http://host:port/path`, `https://...` or `unix:///path/of.sock:/path`, whose second path may be missing.
 * Undefined for anything else.
 */
export function readAddress(url: string): SubgraphAddress | undefined {
  const unix = /^unix:\/\/(\/[^:]+)(?::(\/.*))?$/.exec(url);
  if (unix) return { origin: 'http://localhost', path: unix[2] ?? '/', socketPath: unix[1] };
  if (!URL.canParse(url)) return undefined;
  const { protocol, origin, pathname, search } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return undefined;
  return { origin, path: pathname + search, socketPath: undefined };
}
