const MAX_INT = 2_147_483_647;

/** Seconds to pull so many bytes over a line: bits / (kbit/s * 1000), rounded up. Null when the line carries nothing. */
export function pullSeconds(bytes: number, downlinkKbps: number): number | null {
  if (downlinkKbps <= 0) return null;
  return Math.min(MAX_INT, Math.ceil((bytes * 8) / (downlinkKbps * 1_000)));
}
