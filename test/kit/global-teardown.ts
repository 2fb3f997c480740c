import './global-setup';

/** Runs once after all test files: ends what global setup started. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.startedTestServers?.stop();
}
