import { pino, type Logger } from 'pino';

/** A logger that writes one JSON line per event to stdout. Tokens and cookies never get into a line: nothing passes headers. */
export function createLogger(level: string): Logger {
  return pino({ level, base: { service: 'gateway' }, timestamp: pino.stdTimeFunctions.isoTime });
}
