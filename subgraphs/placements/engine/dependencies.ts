import type { Logger } from 'pino';
import type { Database, Queryable } from '../../kit/database';
import type { DomainEvent } from '../../kit/events';

/** What the engine works with; a part of `RoomDependencies`. */
export interface EngineDependencies {
  readonly database: Database;
  readonly clock: () => Date;
  readonly log: Logger;
  readonly settings: Readonly<Record<string, string | undefined>>;
  readonly emit: (tx: Queryable, events: readonly DomainEvent[]) => Promise<void>;
  /** In [0, 1). @default Math.random */
  readonly random?: () => number;
}
