/** The ways to subscribe at a subgraph: GraphQL over SSE, GraphQL over WebSocket, `multipart/mixed`. */
export type SubscriptionProtocol = 'sse' | 'ws' | 'multipart';

/** How a subgraph is subscribed at. */
export interface SubscriptionSettings {
  readonly protocol: SubscriptionProtocol;
  /** The address for subscriptions when it is another one. */
  readonly url?: string | undefined;
  /** The path for subscriptions when it is another one. */
  readonly path?: string | undefined;
}

/** The address of subscriptions for a subgraph at `url`, written as an http address whatever is spoken there. */
export function subscriptionUrl(url: string, settings: SubscriptionSettings): string {
  const base = asHttp(settings.url ?? url);
  if (settings.path === undefined) return base;
  const unix = /^unix:\/\/[^:]+/.exec(base);
  if (unix) return `${unix[0]}:${settings.path}`;
  return URL.canParse(base) ? new URL(settings.path, base).href : base;
}

/** `ws:` and `wss:` name the same places as `http:` and `https:`. */
export function asHttp(url: string): string {
  return url.replace(/^ws(?=s?:)/, 'http');
}
