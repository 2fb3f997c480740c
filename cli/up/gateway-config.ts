import { stringify } from 'yaml';

/** What the gateway of `lastmile up` is told: where the subgraphs are and whom to believe. */
export interface LocalGateway {
  readonly subgraphUrls: Readonly<Record<string, string>>;
  readonly jwksFile: string;
  readonly envelopeFile: string;
  readonly issuer: string;
  readonly audience: string;
}

const SUBGRAPH_TIMEOUT_MS = 10_000;

/** The gateway's YAML configuration for a local start. */
export function gatewayConfig(local: LocalGateway): string {
  const subgraphs: Record<string, { url: string }> = {};
  for (const [name, url] of Object.entries(local.subgraphUrls)) subgraphs[name] = { url: `${url}/graphql` };
  return `# Written by "lastmile up" at every start; changes are lost.\n${stringify({
    identity: { jwks: local.jwksFile, issuer: local.issuer, audience: local.audience },
    envelope: { keys: local.envelopeFile },
    headers: { forward: [] },
    // A pallet of a thousand boxes is imported in one mutation; cutting it off would only leave its outcome unknown.
    traffic: { subgraphTimeoutMs: SUBGRAPH_TIMEOUT_MS },
    subgraphs,
    introspection: true,
  })}`;
}
