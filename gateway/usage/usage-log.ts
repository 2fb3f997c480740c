import { type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { withoutOtherOperations } from '../authorization/without-other-operations';
import { operationText } from '../planning/operation-text';
import { hideLiterals } from './hide-literals';
import { notedVariables, SeenInput, type NotedVariables } from './seen-input';

/** One operation as it was sent: valid, with valid variables. */
export interface SentOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Null for who has no name. */
  readonly client: string | null;
  /** The variables as the client gave them. */
  readonly given: Readonly<Record<string, unknown>>;
}

/** What is worked out once for an operation of a document. */
interface KnownOperation {
  readonly name: string;
  readonly text: string;
  readonly noted: NotedVariables | undefined;
  /** Its entries in the running interval, by client. */
  entries: Map<string, Entry>;
  interval: number;
}

/** What becomes a line. */
interface Entry {
  readonly client: string;
  readonly operation: string;
  readonly document: string;
  readonly seen: SeenInput | undefined;
  count: number;
  lastSeenMs: number;
}

/** The name of a client without one, and of an operation without one. */
const ANONYMOUS = 'anonymous';
/** What the lines of an interval may take; an operation that does not fit is not recorded in it. */
const MOST_BYTES = 16 * 1024 * 1024;
/** What an entry takes besides its document. */
const ENTRY_BYTES = 500;

/**
 * Counts who sends which operation, for the schema check. It is on the path of every request: an operation that is known
 * costs two look-ups and, until all has been seen that its variables can carry, a walk through them. What it keeps is
 * bounded, and holds no value of anybody.
 */
export class UsageLog {
  /** Those that were left out for want of room. */
  dropped = 0;
  private readonly known = new WeakMap<OperationDefinitionNode, KnownOperation>();
  private entries = new Map<string, Entry>();
  private bytes = 0;
  private interval = 0;

  constructor(private readonly mostBytes = MOST_BYTES) {}

  /** Notes that an operation was sent; `now` is the time of day in milliseconds. */
  note(sent: SentOperation, now = Date.now()): void {
    const entry = this.entryOf(sent);
    if (!entry) {
      this.dropped += 1;
      return;
    }
    entry.count += 1;
    entry.lastSeenMs = now;
    entry.seen?.note(sent.given);
  }

  /** The lines of the interval that ends here, each with its end. */
  take(): readonly string[] {
    const lines = [...this.entries.values()].map(lineOf);
    this.entries = new Map();
    this.bytes = 0;
    this.interval += 1;
    return lines;
  }

  private entryOf(sent: SentOperation): Entry | undefined {
    const known = this.known.get(sent.operation) ?? this.learn(sent);
    if (!known) return undefined;
    if (known.interval !== this.interval) {
      known.entries = new Map();
      known.interval = this.interval;
    }
    const client = sent.client ?? ANONYMOUS;
    return known.entries.get(client) ?? this.enter(known, client);
  }

  private learn({ schema, document, operation }: SentOperation): KnownOperation | undefined {
    // What cannot be entered need not be worked out.
    if (this.bytes + ENTRY_BYTES > this.mostBytes) return undefined;
    const known: KnownOperation = {
      name: operation.name?.value ?? ANONYMOUS,
      text: operationText(hideLiterals(schema, withoutOtherOperations(document, operation))),
      noted: notedVariables(schema, operation),
      entries: new Map(),
      interval: this.interval,
    };
    this.known.set(operation, known);
    return known;
  }

  /** Documents that differ in what is hidden are one entry. */
  private enter({ name, text, noted, entries }: KnownOperation, client: string): Entry | undefined {
    const key = JSON.stringify([client, name, text]);
    let entry = this.entries.get(key);
    if (!entry) {
      const bytes = ENTRY_BYTES + text.length * 2;
      if (this.bytes + bytes > this.mostBytes) return undefined;
      this.bytes += bytes;
      const seen = noted && new SeenInput(noted);
      entry = { client, operation: name, document: text, seen, count: 0, lastSeenMs: 0 };
      this.entries.set(key, entry);
    }
    entries.set(client, entry);
    return entry;
  }
}

function lineOf({ client, operation, document, count, lastSeenMs, seen }: Entry): string {
  const lastSeen = new Date(lastSeenMs).toISOString();
  const input = seen && { values: seen.values, inputFields: seen.inputFields };
  return `${JSON.stringify({ client, operation, document, count, lastSeen, ...input })}\n`;
}
