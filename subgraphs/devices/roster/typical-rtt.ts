import { createHash } from 'node:crypto';
import { type AccessTechnology } from '../types/enums';

/** First-hop round trip in milliseconds: what the technology itself costs (interleaving on VDSL, grants on DOCSIS). */
const BASE_MS: Readonly<Record<AccessTechnology, number>> = {
  ETHERNET: 2,
  FTTH: 3,
  DOCSIS: 11,
  VDSL: 16,
  FIXED_WIRELESS: 28,
};
const SPREAD_MS = 9;

/** The round trip that a box usually sees to its PoP: by its line, and a little longer or shorter in each home. */
export function typicalRttMs(technology: AccessTechnology | null, deviceId: string): number {
  const draw = createHash('sha256').update(deviceId).digest().readUInt8(0) % SPREAD_MS;
  return BASE_MS[technology ?? 'VDSL'] + draw;
}
