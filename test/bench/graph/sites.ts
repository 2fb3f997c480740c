import { type SubgraphDefinition } from '../../kit/gateway-subgraphs';
import { FEDERATION_LINK } from './federation-link';
import { type FieldService } from './field-service';

/** Where there is something to drive to. */
export function sites({ sites: all, meters }: FieldService): SubgraphDefinition {
  const byCode = new Map(all.map((site) => [site.code, site]));
  const meterById = new Map(meters.map((meter) => [meter.id, meter]));
  return {
    name: 'sites',
    sdl: `${FEDERATION_LINK}
      type Query { busiestSites(first: Int = 5): [Site] meters(first: Int = 1000): [Meter] }
      type Site @key(fields: "code") { code: String! name: String heightM: Int distanceKm: Int }
      type Meter @key(fields: "id") { id: ID! label: String town: String }
    `,
    resolvers: {
      Query: {
        busiestSites: (_: unknown, { first }: { first: number }) => all.slice(0, first),
        meters: (_: unknown, { first }: { first: number }) => meters.slice(0, first),
      },
      Site: { __resolveReference: ({ code }: { code: string }) => byCode.get(code) ?? null },
      Meter: { __resolveReference: ({ id }: { id: string }) => meterById.get(id) ?? null },
    },
  };
}
