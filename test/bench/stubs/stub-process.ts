import path from 'node:path';
import { type Parts } from '../process/part';
import { type RecordedCall } from './stub-servers';

/** The process of the stub subgraphs, as the bench sees it. */
export interface StubProcess {
  readonly urls: Readonly<Record<string, string>>;
  /** Calls since the start. */
  calls(): Promise<number>;
  setDelay(milliseconds: number): Promise<void>;
  /** The calls that gateways make while `work` runs. */
  recordDuring(work: () => Promise<void>): Promise<readonly RecordedCall[]>;
}

/** Slow enough that calls which wait for no other have all arrived before the first is answered. */
const RECORDING_DELAY_MS = 40;

/** Starts the stub subgraphs in a process of their own. */
export async function startStubProcess(parts: Parts): Promise<StubProcess> {
  const part = await parts.start({ name: 'the subgraphs', entry: path.join(__dirname, 'main.js') });
  return {
    // What stubs/main.ts says and answers.
    urls: part.ready['urls'] as Record<string, string>,
    calls: async () => Number(await part.ask('calls')),
    setDelay: async (milliseconds) => void (await part.ask('delay', milliseconds)),
    recordDuring: async (work) => {
      await part.ask('delay', RECORDING_DELAY_MS);
      await part.ask('record');
      await work();
      await part.ask('delay', 0);
      return (await part.ask('recorded')) as readonly RecordedCall[];
    },
  };
}
