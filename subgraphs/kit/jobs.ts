import type { Logger } from 'pino';
import type { Job } from './room';

/** Runs the jobs until stopped. `stop` waits for runs that have begun. */
export function startJobs(jobs: readonly Job[], log: Logger): { stop(): Promise<void> } {
  const stops = jobs.map((job) => startJob(job, log));
  return {
    async stop() {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

function startJob(job: Job, log: Logger): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const schedule = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = job
        .run()
        .catch((error: unknown) => {
          if (!stopped) log.warn({ err: error, job: job.name }, 'job failed; it runs again');
        })
        .finally(schedule);
    }, job.everyMs);
  };
  schedule();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
