import { restartDelayMs } from '../../gateway/workers/restart-delay';

test('a worker that crashes again and again is started ever later, up to half a minute', () => {
  expect([1, 2, 3, 9, 10, 1_000].map(restartDelayMs)).toEqual([100, 200, 400, 25_600, 30_000, 30_000]);
});
