import { ANONYMOUS } from '../../subgraphs/kit/caller';
import { type EnvelopeKeys, signEnvelope } from '../../subgraphs/kit/envelope';

/** Signs the body of one request to the devices subgraph; the result goes into `x-lastmile-identity`. */
export type SignBody = (body: Uint8Array) => string;

/** Signs as the fleet. The keys are asked for each time, since they may be rotated while the fleet lives. */
export function fleetSigner(keys: () => EnvelopeKeys, now: () => Date): SignBody {
  return (body) =>
    signEnvelope(keys(), {
      issuer: 'lastmile-fleet',
      audience: 'devices',
      caller: ANONYMOUS,
      body,
      now: now(),
    });
}
