import { type SubgraphDefinition } from '../../kit/gateway-subgraphs';
import { FEDERATION_LINK } from './federation-link';
import { type FieldService } from './field-service';

/** Who drove where. It knows the call sign of a technician, but only on the way of a visit (`@provides`). */
export function visits({ technicians, sites, visits: all }: FieldService): SubgraphDefinition {
  const technicianById = new Map(technicians.map((technician) => [technician.id, technician]));
  const siteByCode = new Map(sites.map((site) => [site.code, site]));
  const visitById = new Map(all.map((visit) => [visit.id, visit]));
  return {
    name: 'visits',
    sdl: `${FEDERATION_LINK}
      type Visit @key(fields: "id") {
        id: ID!
        note: String
        site: Site
        technician: Technician @provides(fields: "callSign")
      }
      type Technician @key(fields: "id") { id: ID! callSign: String @external visits: [Visit] }
      type Site @key(fields: "code") { code: String! visits: [Visit] }
    `,
    resolvers: {
      Visit: { __resolveReference: ({ id }: { id: string }) => visitById.get(id) ?? null },
      Technician: { __resolveReference: ({ id }: { id: string }) => technicianById.get(id) ?? null },
      Site: { __resolveReference: ({ code }: { code: string }) => siteByCode.get(code) ?? null },
    },
  };
}
