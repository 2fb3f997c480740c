import { type FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import { claimsOf, errorBody, refuse } from '../../kit/server';
import { FLEET_ISSUER } from '../heartbeat/heartbeat-route';
import { type DevicesServices } from '../request/services';
import { rosterPage } from './roster-page';

const MAX_LIMIT = 1_000;

const querySchema = z.object({
  after: z.string().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(MAX_LIMIT),
});

/** `GET /fleet/roster`: the boxes to play, for the fleet only. 401 unsigned, 400 for bad arguments. */
export function addRosterRoute(app: FastifyInstance, services: DevicesServices): void {
  app.get('/fleet/roster', async (request, reply) => {
    const claims = claimsOf(request, { name: 'devices', ...services });
    if (claims?.iss !== FLEET_ISSUER) return refuse(reply);
    const query = querySchema.safeParse(request.query);
    if (!query.success) {
      const expected = `Expected "after" as given before and "limit" between 1 and ${MAX_LIMIT}, got others.`;
      return reply.code(400).send(errorBody('BAD_USER_INPUT', expected));
    }
    try {
      return await rosterPage(services, query.data.after ?? null, query.data.limit);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return reply.code(400).send(errorBody(String(error.extensions['code']), error.message));
    }
  });
}
