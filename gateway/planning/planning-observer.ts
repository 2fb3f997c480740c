/** Why a planning thread was replaced. */
export type RestartReason = 'timeout' | 'memory' | 'crash' | 'start';

/** Is told what planning does, for figures and logs. */
export interface PlanningObserver {
  /** An operation was planned, or could not be, in `milliseconds` of a thread's time. */
  planned(outcome: 'plan' | 'refused' | 'timeout' | 'lost', milliseconds: number): void;
  /** The planner refused an operation; `reason` is for operators only. */
  refused(reason: string): void;
  /** A planning thread is replaced. */
  restarted(reason: RestartReason, detail: string): void;
}
