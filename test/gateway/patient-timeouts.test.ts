import { setImmediate, setTimeout } from 'node:timers/promises';
import { PatientTimeouts } from '../../gateway/support/patient-timeouts';

const timeouts = new PatientTimeouts();
afterEach(() => timeouts.close());

function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setTimeout(5);
}

test('time in which the process was busy itself does not expire one', async () => {
  let isExpired = false;
  timeouts.start(80, () => (isExpired = true));
  timeouts.start(1, () => (isExpired = true));
  block(300);
  await setImmediate();
  expect(isExpired).toBe(false);
});

test('one expires once when nothing comes, not before its time, and never after it was stopped', async () => {
  const startedAt = performance.now();
  let expired = 0;
  let expiredAt = 0;
  const first = timeouts.start(60, () => {
    expired += 1;
    expiredAt = performance.now();
  });
  timeouts.stop(timeouts.start(1, () => (expired += 100)));
  await until(() => expired > 0);
  timeouts.stop(first);
  timeouts.stop(first);
  await setTimeout(100);
  expect(expired).toBe(1);
  expect(expiredAt - startedAt).toBeGreaterThanOrEqual(59);
});

test('those that stop each other and start new ones while they expire are each told once', async () => {
  const told: string[] = [];
  const late = timeouts.start(1, () => told.push('late'));
  timeouts.start(1, () => {
    told.push('early');
    timeouts.stop(late);
    timeouts.start(1, () => told.push('next'));
  });
  timeouts.start(1, () => told.push('other'));
  await until(() => told.includes('next'));
  // Which of the first two comes first is open; if it was "early", "late" never comes.
  expect(told.filter((name) => name !== 'late').sort()).toEqual(['early', 'next', 'other']);
  expect(timeouts.size).toBe(0);
});

test('a thousand of which every second is stopped expire the others', async () => {
  let expired = 0;
  const all = Array.from({ length: 1_000 }, () => timeouts.start(1, () => (expired += 1)));
  all.forEach((timeout, index) => index % 2 && timeouts.stop(timeout));
  expect(timeouts.size).toBe(500);
  await until(() => timeouts.size === 0);
  expect(expired).toBe(500);
});

test('nothing expires after they were closed, and they can be used again', async () => {
  let expired = 0;
  timeouts.start(1, () => (expired += 1));
  timeouts.close();
  await setTimeout(80);
  expect(expired).toBe(0);
  timeouts.start(1, () => (expired += 1));
  await until(() => expired === 1);
});
