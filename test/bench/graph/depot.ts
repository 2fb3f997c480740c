import { type SubgraphDefinition } from '../../kit/gateway-subgraphs';
import { FEDERATION_LINK } from './federation-link';
import { type FieldService, serviceMinutes } from './field-service';

interface SiteReference {
  readonly code: string;
  readonly heightM?: number;
  readonly distanceKm?: number;
}

/** What is in stock for a site, how long its service takes, and what its meters show. */
export function depot({ sites, meters }: FieldService): SubgraphDefinition {
  const spares = new Map(sites.map(({ code, hasSpares }) => [code, hasSpares]));
  const meterById = new Map(meters.map((meter) => [meter.id, meter]));
  return {
    name: 'depot',
    sdl: `${FEDERATION_LINK}
      type Site @key(fields: "code") {
        code: String!
        heightM: Int @external
        distanceKm: Int @external
        hasSpares: Boolean
        serviceMinutes: Int @requires(fields: "heightM distanceKm")
      }
      type Meter @key(fields: "id") { id: ID! kilowattHours: Float isOnline: Boolean }
    `,
    resolvers: {
      Site: {
        __resolveReference: (reference: SiteReference) => (spares.has(reference.code) ? reference : null),
        hasSpares: ({ code }: SiteReference) => spares.get(code),
        serviceMinutes: minutesOf,
      },
      Meter: { __resolveReference: ({ id }: { id: string }) => meterById.get(id) ?? null },
    },
  };
}

/** From what the gateway sent and nothing else: a gateway that forgets to send it must not look right. */
function minutesOf({ heightM, distanceKm }: SiteReference): number {
  if (heightM === undefined || distanceKm === undefined)
    throw new Error('serviceMinutes needs heightM and distanceKm in the representation');
  return serviceMinutes(heightM, distanceKm);
}
