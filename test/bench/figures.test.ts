import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { listen, stop } from '../kit/gateway-subgraphs';
import { cellsOf } from './cell';
import { floorScript } from './gateways/floor-script';
import { percentile, runClosedLoop } from './load/closed-loop';
import { cpuMillisecondsOf, ticksOf } from './measure/cpu-time';
import { assertSameBytes, assertSameJson } from './measure/equal-bodies';
import { median } from './measure/median';
import { readOptions } from './options';
import { type CpuProfile, selfTimesByFunction, selfTimesByOrigin } from './profile/self-times';
import { cellReport, rowOf } from './report/report';
import { tableOf } from './report/table';

describe('the options', () => {
  it('ask for everything by default', () => {
    const options = readOptions([]);
    expect(options).toMatchObject({ semiSpace: 64, connections: 50, against: ['stock', 'floor', 'ours'] });
    expect(cellsOf(options)).toHaveLength(3 * 3 * 2);
  });

  it('give stock no row where the others share', () => {
    const cells = cellsOf(readOptions(['--class', 'client,none', '--work', 'tiny', '--delay', '5']));
    expect(cells.map((cell) => [cell.class, cell.gateways])).toEqual([
      ['none', ['stock', 'floor', 'ours']],
      ['client', ['floor', 'ours']],
    ]);
  });

  it('profile little unless more is named', () => {
    const little = { against: ['ours'], class: ['none'], delay: [0] };
    expect(readOptions(['--profile'])).toMatchObject({ ...little, profile: '.cache/profiles' });
    const asked = readOptions(['--profile', 'x', '--against', 'stock', '--delay', '0,5']);
    expect(asked).toMatchObject({ ...little, against: ['stock'], delay: [0, 5], profile: 'x' });
  });
});

describe('the comparison of bodies', () => {
  it('does not mind the order of keys, but minds everything else', () => {
    assertSameJson('x', '{"a":[1,null],"b":"é"}', '{"b":"\\u00e9","a":[1,null]}');
    const cases: readonly (readonly [string, string])[] = [
      ['{"data":{}}', '$.a: missing'],
      ['{"data":{},"a":{"b":[1,2]}}', '$.a.b.1: not expected'],
      ['{"data":{},"a":{"b":["1"]}}', '$.a.b.0: expected 1, got "1"'],
      ['{"data":null,"a":{"b":[1]}}', '$.data: expected {}, got null'],
      ['{"data":[],"a":{"b":[1]}}', '$.data: expected {}, got []'],
      ['oops', 'not JSON: oops'],
    ];
    for (const [text, complaint] of cases)
      expect(() => assertSameJson('x', '{"data":{},"a":{"b":[1]}}', text)).toThrow(complaint);
  });

  it('shows where bytes differ', () => {
    assertSameBytes('x', '{"a":1}', '{"a":1}');
    expect(() => assertSameBytes('x', '{"a":1}', '{"a":1} ')).toThrow('at position 7');
    expect(() => assertSameBytes('ours', '{"a":1}', '{"b":1}')).toThrow(
      'ours: the answers differ at position 2',
    );
  });
});

describe('the figures', () => {
  it('are medians, and nearest ranks', () => {
    expect([median([9, 1, 5]), median([4, 1, 2, 9])]).toEqual([5, 3]);
    expect(() => median([])).toThrow('got none');
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile([], 0.5)]).toEqual([50, 99, 0]);
  });

  it('read the account of a process whose name is odd', () => {
    const stat = `12 (a) b (c) S ${Array.from({ length: 40 }, (_, index) => index + 4).join(' ')}`;
    expect(ticksOf(stat)).toBe(14 + 15 + 16 + 17);
  });

  it('see the processor time of this process grow', () => {
    const before = cpuMillisecondsOf(process.pid);
    const { user, system } = process.cpuUsage();
    const endsAt = performance.now() + 5_000;
    while (cpuMillisecondsOf(process.pid) < before + 50 && performance.now() < endsAt);
    const used = process.cpuUsage({ user, system });
    expect(cpuMillisecondsOf(process.pid) - before).toBeGreaterThanOrEqual(50);
    expect(used.user + used.system).toBeGreaterThan(30_000);
  });

  it('give the two ratios, and none where a row is missing', () => {
    const round = { requests: 10, requestsPerSecond: 1, p50Ms: 1, p99Ms: 1, callsPerRequest: 6 };
    const row = (name: 'stock' | 'floor' | 'ours', cpuMs: number) => rowOf(name, 9, [{ ...round, cpuMs }]);
    const cell = { work: 'heavy', class: 'none', delayMs: 5, gateways: [] } as const;
    const full = cellReport(cell, [row('stock', 12), row('floor', 0.5), row('ours', 0.6)]);
    expect([full.stockOverOurs, full.oursOverFloor]).toEqual([20, 1.2]);
    expect(tableOf(full)).toContain('stock/ours 20.00, ours/floor 1.20');
    expect(cellReport(cell, [row('ours', 1)])).toMatchObject({ stockOverOurs: null, oursOverFloor: null });
  });
});

describe('the load', () => {
  const sent = { right: 0, wrong: 0 };
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      // The first is wrong, then every other.
      const kind = sent.wrong > sent.right ? 'right' : 'wrong';
      sent[kind] += 1;
      request.resume().once('end', () => response.end(kind === 'right' ? 'right' : 'wrong!'));
    });
    await listen(server);
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => stop(server));

  it('counts every answer, and each of another length as a failure', async () => {
    const result = await runClosedLoop({ url, body: '{}', connections: 3, seconds: 0.2, answerBytes: 5 });
    expect(sent.right).toBeGreaterThan(0);
    expect(result).toMatchObject({ requests: sent.right + sent.wrong, failures: sent.wrong });
    expect(result.firstFailure).toBe('status 200 with 6 bytes, expected 5');
  });
});

describe('the floor script', () => {
  it('repeats the calls in their waves', () => {
    const calls = [
      { subgraph: 'a', body: '1', wave: 0 },
      { subgraph: 'b', body: '2', wave: 1 },
      { subgraph: 'a', body: '3', wave: 1 },
    ];
    const { waves } = floorScript(calls, { a: 'http://a/', b: 'http://b/' }, '{}', 'none');
    expect(waves).toEqual([
      [{ url: 'http://a/', body: '1' }],
      [
        { url: 'http://b/', body: '2' },
        { url: 'http://a/', body: '3' },
      ],
    ]);
  });
});

describe('a profile', () => {
  const frame = (functionName: string, url = '', lineNumber = -1) => ({ functionName, url, lineNumber });
  const profile: CpuProfile = {
    nodes: [
      { id: 1, callFrame: frame('(idle)') },
      { id: 2, callFrame: frame('merge', 'file:///p/dist/gateway/merge.js', 9) },
      { id: 3, callFrame: frame('', '/p/node_modules/@x/y/lib/z.js', 0) },
      { id: 4, callFrame: frame('stringify') },
    ],
    startTime: 1_000,
    samples: [2, 2, 3, 1, 4, 2],
    timeDeltas: [0, 100, 100, 300, 5_000, 200],
  };

  it('tells the time of each function, without waiting and without what was before', () => {
    expect(selfTimesByFunction([profile], { from: 1_050, to: 99_999 }, '/p')).toEqual([
      { name: '(anonymous) node_modules/@x/y/lib/z.js:1', milliseconds: 0.3 },
      { name: 'stringify', milliseconds: 0.2 },
      { name: 'merge dist/gateway/merge.js:10', milliseconds: 0.1 },
    ]);
  });

  it('tells the time of each package and file', () => {
    expect(selfTimesByOrigin([profile], { from: 0, to: 99_999 }, '/p')).toEqual([
      { name: '@x/y', milliseconds: 0.3 },
      { name: 'dist/gateway/merge.js', milliseconds: 0.2 },
      { name: '(built-in functions)', milliseconds: 0.2 },
    ]);
  });
});
