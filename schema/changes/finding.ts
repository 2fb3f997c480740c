import { type ChangeCode } from './change-codes';

/** A difference before it is known who uses it and where it stands. */
export interface Finding {
  readonly code: ChangeCode;
  readonly coordinate: string;
  readonly message: string;
  /** The subgraph (of the candidate, or of the base where it is gone) that it is about; none when it is about the graph. */
  readonly subgraph?: string;
}
