/** States that a box itself knows of something placed on it. */
export const REPORTED_STATES = ['PULLING', 'STARTING', 'RUNNING', 'FAILED', 'STOPPED'] as const;

/** One entry of the list that a box reports: what it has, and how far it is. */
export interface ReportedPlacement {
  readonly placementId: string;
  readonly state: (typeof REPORTED_STATES)[number];
  readonly pullProgressPct: number | null;
  readonly failure: string | null;
}
