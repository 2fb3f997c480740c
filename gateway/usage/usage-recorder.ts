import { type Logger } from 'pino';
import { messageOf } from '../support/message-of';
import { UsageFile, type RotationSettings } from './usage-file';
import { UsageLog, type SentOperation } from './usage-log';

/** Where usage is recorded. */
export interface UsageSettings {
  readonly file: string;
  readonly rotate: RotationSettings & { readonly intervalSeconds: number };
}

/** What a scrape tells of it. */
export interface UsageFigures {
  readonly dropped: number;
  readonly lines: number;
}

/** Records who sends which operation. */
export interface UsageRecorder {
  note(sent: SentOperation): void;
  figures(): UsageFigures;
  /** Writes what is left. */
  stop(): Promise<void>;
}

/** Starts recording. Rejects with an Error for operators when the file cannot be written. */
export async function startUsageRecorder(settings: UsageSettings, log: Logger): Promise<UsageRecorder> {
  const { file: path, rotate } = settings;
  const file = await UsageFile.open(path, rotate).catch((error: unknown) => {
    throw new Error(`The usage file ${path} cannot be written: ${messageOf(error)}`);
  });
  const usage = new UsageLog();
  let lines = 0;
  let lost = 0;
  const write = async (): Promise<void> => {
    const taken = usage.take();
    try {
      await file.append(taken);
      lines += taken.length;
    } catch (error) {
      // A full disk loses lines, never requests.
      lost += taken.length;
      log.error({ reason: messageOf(error), lines: taken.length }, 'usage could not be written');
    }
  };
  // One after the other: an interval may end before the one before is on the disk.
  let writing = Promise.resolve();
  const timer = setInterval(() => void (writing = writing.then(write)), rotate.intervalSeconds * 1_000);
  timer.unref();
  return {
    note: (sent) => usage.note(sent),
    figures: () => ({ dropped: usage.dropped + lost, lines }),
    stop: async () => {
      clearInterval(timer);
      await (writing = writing.then(write));
      await file.close();
    },
  };
}
