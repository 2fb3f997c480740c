/** How much a change asks of those who use the graph. */
export type Severity = 'breaking' | 'dangerous' | 'safe';

/** A place in an SDL file. Lines and columns count from 1; both files and lines may be unknown. */
export interface SdlPlace {
  readonly file: string | null;
  readonly line: number | null;
}

/** Who is hurt by a change. Partners are affected by their contract, and then `operation` is null. */
export interface Affected {
  readonly client: string;
  readonly operation: string | null;
  /** How often it was asked in the recorded time; 1 for a trusted document that was not recorded. */
  readonly count: number;
  /** RFC 3339; null when it was never recorded. */
  readonly lastSeen: string | null;
}

/** One difference between two versions of the graph. */
export interface Change extends SdlPlace {
  /** One of the table of codes: graphql-js's own where it has one. */
  readonly code: string;
  readonly severity: Severity;
  /** A schema coordinate: `Type.field`, `Enum.VALUE`, `Type.field(arg:)`, `@directive(arg:)`. */
  readonly coordinate: string;
  readonly message: string;
  readonly affected: readonly Affected[];
  /** Why a break is let through, and until which day. */
  readonly approval?: { readonly until: string; readonly reason: string };
}

/** What composition says about a place in the subgraphs. */
export interface CompositionFinding extends SdlPlace {
  /** Apollo's code, e.g. `FIELD_TYPE_MISMATCH`. */
  readonly code: string;
  readonly message: string;
}

/** What an operation costs to answer. */
export interface PlanFigures {
  /** How many requests the plan sends to subgraphs. */
  readonly fetches: number;
  /** The longest chain of requests that wait for each other. */
  readonly depth: number;
  readonly subgraphs: readonly string[];
  /** By `@cost` and `@listSize`; null when it depends on values that were not recorded. */
  readonly cost: number | null;
}

/** The plan of one recorded operation before and after; null where it cannot be planned. */
export interface PlanChange {
  readonly client: string;
  readonly operation: string;
  readonly before: PlanFigures | null;
  readonly after: PlanFigures | null;
}

/** What `lastmile schema check` says; its JSON form is a contract. */
export interface CheckResult {
  readonly conclusion: 'safe' | 'breaking' | 'failed';
  readonly changes: readonly Change[];
  readonly composition: {
    readonly errors: readonly CompositionFinding[];
    readonly hints: readonly CompositionFinding[];
  };
  readonly plans: readonly PlanChange[];
}
