import { pino, type Logger } from 'pino';
import { LineWriter } from './line-writer';
import { REQUEST_MESSAGE, requestLineMembers, type RequestLine } from './request-line';

const STDOUT = 1;
/** Pipes keep writes of this size whole, whoever else writes into them. */
const SHARED_WRITE_BYTES = 4_096;
const OWN_WRITE_BYTES = 65_536;

/**
 * A logger that writes one JSON line per event to stdout, which it may share with other processes (`isShared`). A line
 * costs no system call. Tokens and cookies never get into a line: nothing passes headers.
 */
export function createLogger(level: string, { isShared = false } = {}): Logger {
  const stdout = new LineWriter({
    fileDescriptor: STDOUT,
    largestWriteBytes: isShared ? SHARED_WRITE_BYTES : OWN_WRITE_BYTES,
  });
  const timestamp = createTimestamp();
  const log = pino({ level, base: { service: 'gateway' }, timestamp }, stdout);
  OWN.set(log, (members) => stdout.write(`{"level":${INFO}${timestamp()},"service":"gateway"${members}`));
  return log;
}

const INFO = pino.levels.values['info'];
/** What writes the rest of a line past the logger, for those made here: of others it is not known how a line looks. */
const OWN = new WeakMap<Logger, (members: string) => void>();

/** Writes the line of each request; it looks the same as `log` would write it. */
export function requestLineWriter(log: Logger): (line: RequestLine) => void {
  if (!log.isLevelEnabled('info')) return () => undefined;
  const write = OWN.get(log);
  return write ? (line) => write(requestLineMembers(line)) : (line) => log.info(line, REQUEST_MESSAGE);
}

/** Writes the time of day (ISO 8601, UTC) as a piece of a line; what a second has in common is made once a second. */
function createTimestamp(): () => string {
  let second = -1;
  let prefix = '';
  return () => {
    const now = Date.now();
    const thisSecond = Math.floor(now / 1_000);
    if (thisSecond !== second) {
      second = thisSecond;
      prefix = `,"time":"${new Date(now).toISOString().slice(0, 20)}`;
    }
    return `${prefix}${String(now % 1_000).padStart(3, '0')}Z"`;
  };
}
