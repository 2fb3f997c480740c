import { type SubgraphDefinition } from '../../kit/gateway-subgraphs';
import { FEDERATION_LINK } from './federation-link';
import { type FieldService } from './field-service';

/** Who drives. */
export function crew({ technicians }: FieldService): SubgraphDefinition {
  const byId = new Map(technicians.map((technician) => [technician.id, technician]));
  return {
    name: 'crew',
    sdl: `${FEDERATION_LINK}
      type Query { technicians: [Technician] technician(id: ID!): Technician onDuty: Technician }
      type Technician @key(fields: "id") { id: ID! name: String callSign: String @shareable hiredYear: Int }
    `,
    resolvers: {
      Query: {
        technicians: () => technicians,
        technician: (_: unknown, { id }: { id: string }) => byId.get(id),
        onDuty: () => technicians[0],
      },
      Technician: { __resolveReference: ({ id }: { id: string }) => byId.get(id) ?? null },
    },
  };
}
