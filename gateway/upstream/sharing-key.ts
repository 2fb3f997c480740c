import { type Principal } from '../identity/principal';
import { type SubgraphRequest } from './subgraph-request';

/**
 * What must be equal for two requests to share one answer: where it goes, every header that is forwarded, who asks (also
 * when no envelope says so to the subgraph), and the body.
 */
export function sharingKey({ subgraph, url, body, scope }: SubgraphRequest): string {
  const head = JSON.stringify([subgraph, url, Object.entries(scope.forwardedHeaders).sort(byName)]);
  // The body comes last: no quoting is needed to tell the parts apart.
  return `${head}${identityOf(scope.principal)}${body.toString()}`;
}

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
