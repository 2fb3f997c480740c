import { request } from 'undici';
import { ANONYMOUS } from './caller';
import { type EnvelopeKeys, signEnvelope } from './envelope';
import type { Deliver } from './relay';

/** How long a consumer may take to apply one delivery. */
const DELIVERY_TIMEOUT_MS = 10_000;

/** Sends deliveries to the other rooms over HTTP, signed for exactly that room and body. */
export function httpDelivery(
  producer: string,
  peers: Readonly<Record<string, string>>,
  keys: EnvelopeKeys,
  clock: () => Date,
): Deliver {
  return async (consumer, events) => {
    const base = peers[consumer];
    if (base === undefined) throw new Error(`the address of "${consumer}" is not known to "${producer}"`);
    const body = Buffer.from(JSON.stringify({ producer, events }));
    const envelope = signEnvelope(keys, {
      issuer: `lastmile-${producer}`,
      audience: consumer,
      caller: ANONYMOUS,
      body,
      now: clock(),
    });
    const response = await request(`${base}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-lastmile-identity': envelope },
      body,
      headersTimeout: DELIVERY_TIMEOUT_MS,
      bodyTimeout: DELIVERY_TIMEOUT_MS,
    });
    await response.body.dump();
    if (response.statusCode !== 204)
      throw new Error(`"${consumer}" answered ${response.statusCode} to events`);
  };
}
