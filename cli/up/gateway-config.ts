import { stringify } from 'yaml';

/** What the gateway of `lastmile up` is told: where the subgraphs are and whom to believe. */
export interface LocalGateway {
  readonly subgraphUrls: Readonly<Record<string, string>>;
  readonly jwksFile: string;
  readonly envelopeFile: string;
  readonly issuer: string;
  readonly audience: string;
}

/** The gateway's YAML configuration for a local start. */
export function gatewayConfig(local: LocalGateway): string {
  const subgraphs = Object.entries(local.subgraphUrls).map(([name, url]) => [
    name,
    { url: `${url}/graphql` },
  ]);
  return `# Written by "lastmile up" at every start; changes are lost.\n${stringify({
    identity: { jwks: local.jwksFile, issuer: local.issuer, audience: local.audience },
    envelope: { keys: local.envelopeFile },
    headers: { forward: [] },
    subgraphs: Object.fromEntries(subgraphs),
    introspection: true,
  })}`;
}
