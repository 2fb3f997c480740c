import { startPatientTimeout } from '../../gateway/support/patient-timeout';

function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

test('time in which the process was busy itself does not expire it', async () => {
  let isExpired = false;
  const stop = startPatientTimeout(80, () => (isExpired = true));
  block(200);
  await new Promise((resolve) => setImmediate(resolve));
  expect(isExpired).toBe(false);
  stop();
});

test('it expires once when nothing comes, and never after it was stopped', async () => {
  let expired = 0;
  startPatientTimeout(16, () => (expired += 1));
  startPatientTimeout(16, () => (expired += 100))();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(expired).toBe(1);
});
