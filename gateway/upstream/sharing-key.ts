import { type Principal } from '../identity/principal';
import { type SubgraphRequest } from './subgraph-request';

/**
 * What must be equal for two requests to share one answer: where it goes, every header that is forwarded, who asks (also
 * when no envelope says so to the subgraph), and the body.
 */
export function sharingKey({ subgraph, url, body, scope }: SubgraphRequest): string {
  const head = headOf(subgraph, url, scope.forwardedHeaders);
  // The body comes last: no quoting is needed to tell the parts apart.
  return `${head}${identityOf(scope.principal)}${body.toString()}`;
}

function headOf(subgraph: string, url: string, forwarded: Readonly<Record<string, string>>): string {
  const headers = Object.entries(forwarded);
  if (headers.length > 0) return JSON.stringify([subgraph, url, headers.sort(byName)]);
  const known = ADDRESSES.get(url);
  if (known?.subgraph === subgraph) return known.head;
  const head = JSON.stringify([subgraph, url, headers]);
  if (ADDRESSES.size >= MOST_ADDRESSES) ADDRESSES.clear();
  ADDRESSES.set(url, { subgraph, head });
  return head;
}

/** Most requests forward nothing, and then their heads differ only by where they go. */
const ADDRESSES = new Map<string, { readonly subgraph: string; readonly head: string }>();
const MOST_ADDRESSES = 1_000;

const identities = new WeakMap<Principal, string>();

/** Everything about a caller by which answers may differ. */
export function identityOf(principal: Principal): string {
  const known = identities.get(principal);
  if (known !== undefined) return known;
  const { authenticated, subject, client, tenant, scopes } = principal;
  const identity = JSON.stringify([authenticated, subject, client, tenant, [...scopes].sort()]);
  identities.set(principal, identity);
  return identity;
}

function byName([first]: [string, string], [second]: [string, string]): number {
  return first < second ? -1 : first > second ? 1 : 0;
}
