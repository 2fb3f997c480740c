/** What was seen in the variables of an operation. What is absent was not recorded, and may have been anything. */
export interface SeenInput {
  /** The values that were sent, by enum; an enum that is not named was not sent. */
  readonly values?: ReadonlyMap<string, ReadonlySet<string>>;
  /** `Input.field` for each field that was sent, and `Input` for each type of which an object was. */
  readonly inputFields?: ReadonlySet<string>;
}

/** An operation that a client sent, or may send because it is trusted. */
export interface RecordedOperation {
  readonly client: string;
  /** Its name; `anonymous` when it has none. */
  readonly operation: string;
  readonly document: string;
  /** How often it was sent; 1 for a trusted document. */
  readonly count: number;
  /** RFC 3339; null when it is not known. */
  readonly lastSeen: string | null;
  readonly seen: SeenInput;
  /** True for a trusted document: it counts however seldom it is sent. */
  readonly isTrusted?: boolean;
}

/** The name of an operation without one. */
export const ANONYMOUS_OPERATION = 'anonymous';
