import { join } from 'node:path';
import { type PlanReply, type PlanRequest } from '../../../gateway/planning/threads/plan-messages';
import {
  startPlanningThread,
  ThreadLostError,
  type PlanningThread,
} from '../../../gateway/planning/threads/planning-thread';
import { PlanningThreads, type ThreadSettings } from '../../../gateway/planning/threads/planning-threads';
import { until } from '../../kit/gateway-streams';

const SETTINGS: ThreadSettings = { workers: 1, timeoutMs: 300, idleMs: 60_000 };
const MISBEHAVING = join(__dirname, '../../kit/misbehaving-thread.ts');

interface Observed {
  readonly restarts: string[];
  readonly outcomes: string[];
}

const opened: PlanningThreads[] = [];
afterEach(() => {
  for (const threads of opened.splice(0)) threads.stop();
});

function open(
  settings: Partial<ThreadSettings> = {},
  start: () => PlanningThread = () => startPlanningThread({ sdl: '' }, MISBEHAVING),
): { readonly threads: PlanningThreads; readonly observed: Observed } {
  const observed: Observed = { restarts: [], outcomes: [] };
  const threads = new PlanningThreads(
    '',
    { ...SETTINGS, ...settings },
    {
      planned: (outcome) => void observed.outcomes.push(outcome),
      refused: () => undefined,
      restarted: (reason) => void observed.restarts.push(reason),
    },
    start,
  );
  opened.push(threads);
  return { threads, observed };
}

function ask(threads: PlanningThreads, text: string): Promise<string> {
  return threads.plan({ text, labels: [] }).then(
    (reply) => (reply.kind === 'plan' ? reply.json : reply.code),
    (error: { readonly code: string }) => error.code,
  );
}

describe('a real thread', () => {
  test('that does not end is killed, and what waited behind it is planned by the next one', async () => {
    const { threads, observed } = open();
    const answers = await Promise.all(['hang', 'a', 'b', 'c'].map((text) => ask(threads, text)));
    expect(answers).toEqual(['PLAN_TIMEOUT', '{"planned":"a"}', '{"planned":"b"}', '{"planned":"c"}']);
    expect(observed).toEqual({ restarts: ['timeout'], outcomes: ['timeout', 'plan', 'plan', 'plan'] });
  });

  const onLinux = process.platform === 'linux' ? test : test.skip;

  onLinux('that gets no processor is waited for: its own work is what is limited', async () => {
    const { threads, observed } = open({ timeoutMs: 300 });
    expect(await ask(threads, 'starve')).toBe('{"planned":"starve"}');
    expect(observed).toEqual({ restarts: [], outcomes: ['plan'] });
  });

  test('that never comes back is given up in the end, with or without work', async () => {
    const { threads, observed } = open({ timeoutMs: 200 });
    expect(await ask(threads, 'starve for long')).toBe('PLAN_TIMEOUT');
    expect(observed.restarts).toEqual(['timeout']);
  });

  test('that eats its memory ends alone: the operation was too complex, and the process goes on', async () => {
    const { threads, observed } = open({ timeoutMs: 60_000 });
    expect(await Promise.all([ask(threads, 'eat'), ask(threads, 'a')])).toEqual([
      'QUERY_TOO_COMPLEX',
      '{"planned":"a"}',
    ]);
    expect(observed.restarts).toEqual(['memory']);
  });

  test.each(['crash', 'throw'])('that dies by itself (%s) costs its own operation only', async (text) => {
    const { threads, observed } = open();
    expect(await Promise.all([ask(threads, text), ask(threads, 'a')])).toEqual([
      'UNAVAILABLE',
      '{"planned":"a"}',
    ]);
    expect(observed.restarts).toEqual(['crash']);
  });

  test('that cannot plan for its supergraph says why', async () => {
    const { threads } = open({}, () => startPlanningThread({ sdl: 'type Query { a: Int }' }));
    await expect(threads.warm()).rejects.toThrow(/supergraph/i);
  });

  test('refuses what the planner refuses, with a reason for operators', async () => {
    const sdl = 'no operation';
    const thread = startPlanningThread({ sdl }, MISBEHAVING);
    await thread.ready;
    expect(await thread.run({ text: 'x', labels: [] })).toEqual({ kind: 'plan', json: '{"planned":"x"}' });
    thread.end();
    await expect(thread.run({ text: 'hang', labels: [] })).rejects.toThrow(ThreadLostError);
  });
});

/** A thread whose every step the test decides. */
class ScriptedThread implements PlanningThread {
  readonly requests: PlanRequest[] = [];
  isEnded = false;
  becomeReady: () => void = () => undefined;
  fail: (error: Error) => void = () => undefined;
  reply: (reply: PlanReply) => void = () => undefined;
  lose: (error: Error) => void = () => undefined;
  readonly ready = new Promise<void>((resolve, reject) => {
    this.becomeReady = resolve;
    this.fail = reject;
  });

  run(request: PlanRequest): Promise<PlanReply> {
    this.requests.push(request);
    return new Promise((resolve, reject) => {
      this.reply = resolve;
      this.lose = reject;
    });
  }

  hold(): void {}

  workMs(): undefined {}

  end(): void {
    this.isEnded = true;
    this.lose(new ThreadLostError('crash', 'ended'));
  }
}

function script(
  settings: Partial<ThreadSettings> = {},
): ReturnType<typeof open> & { readonly made: ScriptedThread[] } {
  const made: ScriptedThread[] = [];
  const opened = open(settings, () => {
    const thread = new ScriptedThread();
    made.push(thread);
    return thread;
  });
  return { ...opened, made };
}

describe('the pool', () => {
  test('hands the next operation over only when the last is done', async () => {
    const { threads, made } = script();
    const answers = [ask(threads, 'a'), ask(threads, 'b')];
    made[0]?.becomeReady();
    await until(() => made[0]?.requests.length === 1);
    made[0]?.reply({ kind: 'plan', json: '1' });
    await until(() => made[0]?.requests.length === 2);
    made[0]?.reply({ kind: 'refused', code: 'QUERY_TOO_COMPLEX', reason: '' });
    expect(await Promise.all(answers)).toEqual(['1', 'QUERY_TOO_COMPLEX']);
    expect(made).toHaveLength(1);
  });

  test('does not count the waiting: an operation is timed from when its thread has it', async () => {
    const { threads, made } = script({ timeoutMs: 200 });
    const answer = ask(threads, 'a');
    await new Promise((resolve) => setTimeout(resolve, 500));
    made[0]?.becomeReady();
    await until(() => made[0]?.requests.length === 1);
    made[0]?.reply({ kind: 'plan', json: '1' });
    expect(await answer).toBe('1');
  });

  test('starts no more threads than it may, and only for work', async () => {
    const { threads, made } = script({ workers: 2 });
    expect(made).toHaveLength(0);
    for (const text of ['a', 'b', 'c', 'd']) void ask(threads, text);
    expect(made).toHaveLength(2);
  });

  test('sheds what would wait behind too many', async () => {
    const { threads } = script({ queueLimit: 2 });
    void ask(threads, 'a');
    void ask(threads, 'b');
    await expect(threads.plan({ text: 'c', labels: [] })).rejects.toMatchObject({
      code: 'REQUEST_CONCURRENCY_LIMITED',
      headers: { 'retry-after': '1' },
    });
  });

  test('ends a thread that had nothing to do for long, and starts one again on demand', async () => {
    const { threads, made } = script({ idleMs: 50 });
    const first = ask(threads, 'a');
    made[0]?.becomeReady();
    await until(() => made[0]?.requests.length === 1);
    made[0]?.reply({ kind: 'plan', json: '1' });
    await first;
    await until(() => made[0]?.isEnded === true);
    expect(threads.size).toBe(0);
    void ask(threads, 'b');
    expect(made).toHaveLength(2);
  });

  test('keeps planning after it is retired, but no thread without work', async () => {
    const { threads, made } = script();
    const first = ask(threads, 'a');
    made[0]?.becomeReady();
    await until(() => made[0]?.requests.length === 1);
    threads.retire();
    const second = ask(threads, 'b');
    made[0]?.reply({ kind: 'plan', json: '1' });
    await until(() => made[0]?.requests.length === 2);
    made[0]?.reply({ kind: 'plan', json: '2' });
    expect(await Promise.all([first, second])).toEqual(['1', '2']);
    await until(() => made[0]?.isEnded === true);
    expect(made).toHaveLength(1);
  });

  test('tries again with pauses when no thread starts, and says so after three failures', async () => {
    const { threads, made, observed } = script();
    const answer = ask(threads, 'a');
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await until(() => made.length === attempt + 1);
      made[attempt]?.fail(new Error('no thread'));
    }
    expect(await answer).toBe('UNAVAILABLE');
    expect(observed.restarts).toEqual(['start', 'start', 'start']);
    const later = ask(threads, 'b');
    await until(() => made.length === 4);
    made[3]?.becomeReady();
    await until(() => made[3]?.requests.length === 1);
    made[3]?.reply({ kind: 'plan', json: '1' });
    expect(await later).toBe('1');
  });

  test('refuses what waits and what comes when it is stopped', async () => {
    const { threads, made } = script();
    const waiting = [ask(threads, 'a'), ask(threads, 'b')];
    made[0]?.becomeReady();
    await until(() => made[0]?.requests.length === 1);
    threads.stop();
    expect(await Promise.all([...waiting, ask(threads, 'c')])).toEqual(Array(3).fill('UNAVAILABLE'));
    expect(made[0]?.isEnded).toBe(true);
  });
});
