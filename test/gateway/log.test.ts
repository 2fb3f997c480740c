import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { requireBuild } from '../kit/gateway-process';

const LOG = path.join(__dirname, '../../dist/gateway/telemetry/log.js');

beforeAll(requireBuild);

/** Runs a script that has a logger, and gives what it wrote to stdout until its end. */
async function output(script: string): Promise<string> {
  const source = `const log = require(${JSON.stringify(LOG)}).createLogger('info'); ${script}`;
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await once(child, 'close');
  return text;
}

test.each([
  ['ends by itself', ''],
  ['exits', 'process.exit(3);'],
  ['crashes', 'throw new Error("crash");'],
])('lines that wait are written when the process %s', async (_name, end) => {
  const text = await output(`for (let n = 0; n < 100; n += 1) log.info({ n }, 'line'); ${end}`);
  const numbers = text
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { n: number }).n);
  // What was being written at the end may come after what was still waiting.
  expect(numbers.sort((left, right) => left - right)).toEqual([...Array(100).keys()]);
});

test('lines do not wait long while nothing else happens', async () => {
  const source = `const log = require(${JSON.stringify(LOG)}).createLogger('info'); log.info('soon'); setInterval(() => 0, 1000);`;
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  expect(chunk.toString()).toContain('"msg":"soon"');
  child.kill('SIGKILL');
});

test('a reader that is gone ends nothing', async () => {
  const source = `const log = require(${JSON.stringify(LOG)}).createLogger('info');
    setInterval(() => { for (let n = 0; n < 1000; n += 1) log.info('into the void'); }, 1).unref();
    setTimeout(() => process.exit(7), 500);`;
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.destroy();
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(7);
});

test('lines that several processes write into one pipe stay whole', async () => {
  const source = `const log = require(${JSON.stringify(LOG)}).createLogger('info', { isShared: true });
    for (let n = 0; n < 2000; n += 1) log.info({ n, who: process.pid, text: 'x'.repeat(n % 300) }, 'line');`;
  const both = `${JSON.stringify(process.execPath)} -e "$SOURCE" & ${JSON.stringify(process.execPath)} -e "$SOURCE"; wait`;
  const child = spawn('/bin/sh', ['-c', both], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, SOURCE: source },
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await once(child, 'close');
  const lines = text.split('\n').slice(0, -1);
  expect(lines).toHaveLength(4_000);
  for (const line of lines) expect(() => void JSON.parse(line)).not.toThrow();
});

test('the line of a request looks as the logger itself would write it', async () => {
  const source = `
    const { requestLineWriter } = require(${JSON.stringify(LOG)});
    const line = { requestId: 'r-1', traceId: undefined, method: 'POST', status: 200, durationMs: 1.5, client: null, tenant: null, kind: 'query' };
    const lines = [line, { ...line, traceId: 'abc', client: 'bil"ling', tenant: 'ünï' }];
    for (const operation of ['Plain', 'a"b\\\\\\\\c', 'line\\\\n\\\\u2028', 'half \\\\ud800', '', 'x'.repeat(100)]) lines.push({ ...line, operation });
    for (const each of lines) {
      requestLineWriter(log)(each);
      log.info(each, 'request');
    }`;
  const lines = (await output(source)).split('\n').slice(0, -1);
  const timeless = lines.map((line) => line.replace(/"time":"[^"]+"/, ''));
  expect(lines).toHaveLength(16);
  for (let index = 0; index < lines.length; index += 2) expect(timeless[index]).toBe(timeless[index + 1]);
});
