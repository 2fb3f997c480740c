import { destination, pino, stdTimeFunctions, type Logger } from 'pino';

/** Lines wait for each other until there is this much to write, ... */
const WRITE_AT_BYTES = 4_000;
/** ... but no longer than this. */
const FLUSH_EVERY_MS = 200;
/** Several processes may write to one pipe, which keeps writes whole up to this size (POSIX: PIPE_BUF, 4,096 on Linux). */
const LARGEST_WRITE_BYTES = 4_096;
/** When nobody reads stdout, lines are dropped rather than the memory filled. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024;

/**
 * A logger that writes one JSON line per event to stdout. Lines are gathered and written beside the requests, so that one
 * costs no system call; what waits is written when the process ends, also by a crash. Tokens and cookies never get into a
 * line: nothing passes headers.
 */
export function createLogger(level: string): Logger {
  const stdout = destination({
    dest: 1,
    sync: false,
    minLength: WRITE_AT_BYTES,
    maxWrite: LARGEST_WRITE_BYTES,
    maxLength: MOST_WAITING_BYTES,
    periodicFlush: FLUSH_EVERY_MS,
  });
  // A full disk must not end the gateway.
  stdout.on('error', () => undefined);
  return pino({ level, base: { service: 'gateway' }, timestamp: stdTimeFunctions.isoTime }, stdout);
}
