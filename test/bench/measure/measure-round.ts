import { type CheckedGateway } from '../open-cell';
import { type LoadOrder, type LoadResult } from '../load/closed-loop';
import { type Part } from '../process/part';
import { type StubProcess } from '../stubs/stub-process';
import { cpuMillisecondsOf } from './cpu-time';

/** The figures of one gateway in one round. */
export interface Round {
  readonly requests: number;
  readonly cpuMs: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly callsPerRequest: number;
}

/** What a round needs. */
export interface RoundSetting {
  readonly loader: Part;
  readonly stubs: StubProcess;
  readonly connections: number;
  readonly body: string;
}

/** Puts a gateway under load for some seconds. Rejects when one answer is not the expected one. */
export async function measureRound(
  { loader, stubs, connections, body }: RoundSetting,
  { name, url, part, answerBytes }: CheckedGateway,
  seconds: number,
): Promise<Round> {
  const order: LoadOrder = { url, body, connections, seconds, answerBytes };
  const callsBefore = await stubs.calls();
  const cpuBefore = cpuMillisecondsOf(part.pid);
  // What load/main.ts answers.
  const load = (await loader.ask('load', order)) as LoadResult;
  const cpu = cpuMillisecondsOf(part.pid) - cpuBefore;
  const calls = (await stubs.calls()) - callsBefore;
  if (load.failures > 0)
    throw new Error(`${name}: ${load.failures} of ${load.requests} requests failed: ${load.firstFailure}`);
  return {
    requests: load.requests,
    cpuMs: cpu / load.requests,
    requestsPerSecond: (load.requests * 1_000) / load.elapsedMs,
    p50Ms: load.p50Ms,
    p99Ms: load.p99Ms,
    callsPerRequest: calls / load.requests,
  };
}
