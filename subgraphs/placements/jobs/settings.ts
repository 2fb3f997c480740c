/** After how long silence means what (domain A6), and how often the room looks. */
export interface PlacementSettings {
  /** PLACEMENTS_LOST_AFTER_SECONDS: silence after which what ran is LOST. @default 600 */
  readonly lostAfterSeconds: number;
  /**
   * PLACEMENTS_REPLACE_AFTER_SECONDS: silence after which what is lost and not tied to its home is placed elsewhere.
   * @default 1800
   */
  readonly replaceAfterSeconds: number;
  /** PLACEMENTS_EVICT_AFTER_SECONDS: silence after which a lost claim is given up. @default 86400 */
  readonly evictAfterSeconds: number;
  /** PLACEMENTS_DRAIN_SECONDS: how long a box has to say that something ended. @default 30 */
  readonly drainSeconds: number;
  /** PLACEMENTS_FREEZE_SHARE: the share of a PoP going dark together that is the PoP's own fault. @default 0.3 */
  readonly freezeShare: number;
  /**
   * PLACEMENTS_PULLS_PER_POP: the most boxes of a PoP that pull at once (I11). 200 lines of 50 Mbit/s fill an uplink of
   * 10 Gbit/s. @default 200
   */
  readonly pullsPerPop: number;
  /** PLACEMENTS_JOB_SECONDS: how often silence is looked for, and turns to pull are given. @default 5 */
  readonly jobSeconds: number;
  /** PLACEMENTS_COUNT_SECONDS: how often capacity and rollouts are counted. @default 10 */
  readonly countSeconds: number;
}

/** @throws Error that names a setting which is no positive number, or no whole one where things are counted. */
export function placementSettings(
  environment: Readonly<Record<string, string | undefined>>,
): PlacementSettings {
  const read = (name: string, otherwise: number): number => {
    const text = environment[name];
    if (text === undefined || text === '') return otherwise;
    const value = Number(text);
    if (!Number.isFinite(value) || value <= 0) {
      throw new Error(`${name}: expected a number above 0, got "${text}"`);
    }
    return value;
  };
  const readCount = (name: string, otherwise: number): number => {
    const value = read(name, otherwise);
    if (Number.isSafeInteger(value)) return value;
    throw new Error(`${name}: expected a whole number above 0, got "${environment[name]}"`);
  };
  return {
    lostAfterSeconds: read('PLACEMENTS_LOST_AFTER_SECONDS', 600),
    replaceAfterSeconds: read('PLACEMENTS_REPLACE_AFTER_SECONDS', 1_800),
    evictAfterSeconds: read('PLACEMENTS_EVICT_AFTER_SECONDS', 86_400),
    drainSeconds: read('PLACEMENTS_DRAIN_SECONDS', 30),
    freezeShare: read('PLACEMENTS_FREEZE_SHARE', 0.3),
    pullsPerPop: readCount('PLACEMENTS_PULLS_PER_POP', 200),
    jobSeconds: read('PLACEMENTS_JOB_SECONDS', 5),
    countSeconds: read('PLACEMENTS_COUNT_SECONDS', 10),
  };
}
