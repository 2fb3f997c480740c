import { createBoundedQueue } from '../../../subgraphs/kit/bounded-queue';

describe('a bounded queue', () => {
  it('hands over what was pushed before and after the reader came', async () => {
    const queue = createBoundedQueue<number>(() => undefined);
    queue.push(1);
    expect(await queue.next()).toEqual({ done: false, value: 1 });
    const waiting = queue.next();
    queue.push(2);
    expect(await waiting).toEqual({ done: false, value: 2 });
  });

  it('drops the oldest when the reader is too slow', async () => {
    const queue = createBoundedQueue<number>(() => undefined, 2);
    for (const item of [1, 2, 3]) queue.push(item);
    expect(await queue.next()).toEqual({ done: false, value: 2 });
  });

  it('says once that it ended, whoever ends it', async () => {
    const onEnd = jest.fn();
    const queue = createBoundedQueue<number>(onEnd);
    const waiting = queue.next();
    await queue.return?.();
    queue.end();
    queue.push(1);
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await queue.next()).toEqual({ done: true, value: undefined });
    expect(onEnd).toHaveBeenCalledTimes(1);
  });
});
