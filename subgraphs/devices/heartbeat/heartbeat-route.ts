import { type FastifyInstance } from 'fastify';
import { claimsOf, errorBody, refuse } from '../../kit/server';
import { type DevicesServices } from '../request/services';
import { beatsSchema, MAX_BEATS } from './beat';
import { takeBeats } from './take-beats';

/** Who may speak for boxes. */
export const FLEET_ISSUER = 'lastmile-fleet';

/** `POST /heartbeats`: a delivery of an aggregator, signed as the fleet. 401 unsigned, 400 when it is no delivery. */
export function addHeartbeatRoute(app: FastifyInstance, services: DevicesServices): void {
  app.post('/heartbeats', async (request, reply) => {
    const claims = claimsOf(request, { name: 'devices', ...services });
    if (claims?.iss !== FLEET_ISSUER) return refuse(reply);
    const body = beatsSchema.safeParse(request.body);
    if (!body.success) {
      const expected = `Expected {"beats": [...]} with at most ${MAX_BEATS} beats, got something else.`;
      return reply.code(400).send(errorBody('BAD_USER_INPUT', expected));
    }
    return takeBeats(services, body.data.beats);
  });
}
