import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { parseAnswer } from '../../../gateway/upstream/parse-answer';
import { until } from '../../kit/gateway-streams';
import { errorsOf, startPeopleWorld, type PeopleWorld, type Stub } from './people-world';

const QUERY = '{ echo(text: "x") }';
const MEBIBYTE = 1024 * 1024;
let world: PeopleWorld;
beforeAll(async () => {
  world = await startPeopleWorld({
    traffic: { breaker: false, subgraphTimeoutMs: 20_000, requestTimeoutMs: 25_000 },
  });
});
afterAll(() => world.close());

const encoded =
  (body: Buffer, encoding: string): Stub =>
  (response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding }).end(body);
const bodyOf = (text: string): Buffer => Buffer.from(JSON.stringify({ data: { echo: text } }));

/** Writes `bytes` as fast as they are taken, and tells when it was cut off. */
function endless(bytes: number, cutOff: () => void): Stub {
  return (response) => {
    const chunk = Buffer.alloc(MEBIBYTE, 'x');
    let left = bytes;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.once('close', cutOff);
    const write = (): void => {
      while (left > 0 && !response.destroyed) {
        left -= chunk.length;
        if (!response.write(chunk)) return void response.once('drain', write);
      }
      response.end();
    };
    write();
  };
}

test('an answer of 1 GB is cut off, and never takes more than 64 MiB', async () => {
  let isCut = false;
  world.stub = endless(1024 * MEBIBYTE, () => (isCut = true));
  const held = (): number => process.memoryUsage().arrayBuffers;
  const before = held();
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, held() - before)), 2);
  const answer = await world.ask(QUERY);
  clearInterval(watch);
  expect(errorsOf(answer)).toEqual(['SUBGRAPH_RESPONSE_TOO_LARGE echo']);
  await until(() => isCut);
  expect(most).toBeLessThan(64 * MEBIBYTE);
});

test('an answer of just the allowed size is taken, one byte more is not', async () => {
  const small = await startPeopleWorld({ traffic: { subgraphAnswerBytes: 1_000 } });
  const body = bodyOf('x'.repeat(1_000 - bodyOf('').length));
  small.stub = (response) => response.end(body);
  expect((await small.ask(QUERY)).body.errors).toBeUndefined();
  small.stub = (response) => response.end(Buffer.concat([body, Buffer.from(' ')]));
  expect(errorsOf(await small.ask(QUERY))).toEqual(['SUBGRAPH_RESPONSE_TOO_LARGE echo']);
  await small.close();
});

describe('an answer that came compressed unasked is', () => {
  test.each([
    ['gzip', gzipSync],
    ['X-GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('read when it is %s', async (encoding, compress) => {
    world.stub = encoded(compress(bodyOf('packed')), encoding);
    expect((await world.ask(QUERY)).body).toEqual({ data: { echo: 'packed' } });
  });

  test('too large when it inflates to too much', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * MEBIBYTE, ' '));
    expect(bomb.length).toBeLessThan(MEBIBYTE);
    world.stub = encoded(bomb, 'gzip');
    expect(errorsOf(await world.ask(QUERY))).toEqual(['SUBGRAPH_RESPONSE_TOO_LARGE echo']);
  });

  test('malformed when it is broken, cut short, or coded in a way nobody knows', async () => {
    for (const stub of [
      encoded(bodyOf('x'), 'gzip'),
      encoded(gzipSync(bodyOf('x')).subarray(0, 30), 'gzip'),
      encoded(bodyOf('x'), 'zstd-42'),
      encoded(gzipSync(gzipSync(bodyOf('x'))), 'gzip, gzip'),
    ]) {
      world.stub = stub;
      expect(errorsOf(await world.ask(QUERY))).toEqual(['SUBREQUEST_MALFORMED_RESPONSE echo']);
    }
  });
});

test('text is read correctly wherever its bytes were parted', async () => {
  const text = 'ÄÖÜ \u20ac \u{1f600} "quoted" \\ \u2028 \u0000 line\nbreak';
  const bytes = bodyOf(text);
  world.stub = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const write = (at: number): void => {
      if (at === bytes.length) return void response.end();
      response.write(bytes.subarray(at, at + 1), () => setImmediate(write, at + 1));
    };
    write(0);
  };
  expect((await world.ask(QUERY)).body).toEqual({ data: { echo: text } });
});

test('an early hint before the answer is not the answer', async () => {
  world.stub = (response) => {
    response.writeEarlyHints({ link: '</a>; rel=preload' });
    response.writeHead(200, { 'content-type': 'application/json' }).end(bodyOf('x'));
  };
  expect((await world.ask(QUERY)).body).toEqual({ data: { echo: 'x' } });
});

describe('a parsed answer', () => {
  test('is plain when its text holds no backslash', () => {
    expect(parseAnswer('{"data":{"a":"ä€"}}').isPlain).toBe(true);
    expect(parseAnswer('{"data":{"a":"\\u00e4"}}').isPlain).toBe(false);
    expect(parseAnswer('{"data":{"a":1},"extensions":{"b":"\\n"}}').isPlain).toBe(false);
  });

  test('may begin with a byte order mark, but only one', () => {
    expect(parseAnswer('\ufeff{"data":{"a":1}}').data).toEqual({ a: 1 });
    expect(() => parseAnswer('\ufeff\ufeff{"data":{"a":1}')).toThrow('not JSON');
  });

  test('does not pollute, and keeps the codes of errors', () => {
    const { data, errors } = parseAnswer(
      '{"data":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},' +
        '"errors":[{"message":"m","path":["a",0],"extensions":{"code":"C","__proto__":{"code":"D"}}},null,{"message":1,"path":[{}]}]}',
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(data ?? {})).toEqual(['__proto__', 'constructor']);
    expect(errors).toEqual([
      { message: 'm', code: 'C', path: ['a', 0] },
      { message: '', code: undefined, path: undefined },
      { message: '', code: undefined, path: undefined },
    ]);
  });
});
