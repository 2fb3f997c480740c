import { type Logger } from 'pino';

/** What may be told about one request. */
export interface RequestLog {
  debug(fields: object | string, message?: string): void;
  info(fields: object | string, message?: string): void;
  warn(fields: object | string, message?: string): void;
  error(fields: object | string, message?: string): void;
}

/** A log whose lines carry the id of a request. Most requests have nothing to tell below their own line, and it costs them nothing. */
export class NamedLog implements RequestLog {
  private own: Logger | undefined;

  constructor(
    private readonly log: Logger,
    private readonly requestId: string,
  ) {}

  /** Tells what helps to find a mistake. */
  debug(fields: object | string, message?: string): void {
    this.named().debug(fields, message);
  }

  /** Tells what happens. */
  info(fields: object | string, message?: string): void {
    this.named().info(fields, message);
  }

  /** Tells what somebody should look at. */
  warn(fields: object | string, message?: string): void {
    this.named().warn(fields, message);
  }

  /** Tells what went wrong. */
  error(fields: object | string, message?: string): void {
    this.named().error(fields, message);
  }

  private named(): Logger {
    return (this.own ??= this.log.child({ requestId: this.requestId }));
  }
}
