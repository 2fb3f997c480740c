import { parseRedisUrl } from '../../../../subgraphs/devices/hot-state/redis-target';

describe('a Redis URL', () => {
  test.each([
    ['redis://cache', { kind: 'single', address: { host: 'cache', port: 6379 }, database: 0, isTls: false }],
    [
      'redis://127.0.0.1:7000/3',
      { kind: 'single', address: { host: '127.0.0.1', port: 7000 }, database: 3, isTls: false },
    ],
    [
      'rediss://box:p%40ss%2F@[::1]:6380',
      {
        kind: 'single',
        address: { host: '::1', port: 6380 },
        database: 0,
        isTls: true,
        username: 'box',
        password: 'p@ss/',
      },
    ],
    [
      'redis://:secret@cache/',
      {
        kind: 'single',
        address: { host: 'cache', port: 6379 },
        database: 0,
        isTls: false,
        password: 'secret',
      },
    ],
    [
      '/run/redis/hot.sock',
      { kind: 'single', address: { socketPath: '/run/redis/hot.sock' }, database: 0, isTls: false },
    ],
    [
      'unix:///run/hot.sock',
      { kind: 'single', address: { socketPath: '/run/hot.sock' }, database: 0, isTls: false },
    ],
    [
      'redis-cluster://a:7000,b:7001,c',
      {
        kind: 'cluster',
        nodes: [
          { host: 'a', port: 7000 },
          { host: 'b', port: 7001 },
          { host: 'c', port: 6379 },
        ],
        isTls: false,
      },
    ],
    [
      'redis://u:p@a:1,redis://b:2',
      {
        kind: 'cluster',
        nodes: [
          { host: 'a', port: 1 },
          { host: 'b', port: 2 },
        ],
        isTls: false,
        username: 'u',
        password: 'p',
      },
    ],
    [
      'rediss-sentinel://:p@s1,s2:26380/hot/2',
      {
        kind: 'sentinel',
        sentinels: [
          { host: 's1', port: 26379 },
          { host: 's2', port: 26380 },
        ],
        masterName: 'hot',
        database: 2,
        isTls: true,
        password: 'p',
      },
    ],
  ])('%s is understood', (url, expected) => {
    expect(parseRedisUrl(url)).toEqual(expected);
  });

  test.each([
    ['', 'no scheme'],
    ['cache:6379', 'no scheme'],
    ['http://cache', 'scheme is "http"'],
    ['redis://', 'host[:port]'],
    ['redis://cache:0', 'host[:port]'],
    ['redis://cache:70000', 'host[:port]'],
    ['redis://a b', 'host[:port]'],
    ['redis://cache/x', 'must be a number'],
    ['redis-cluster://a,b/1', 'database 0 only'],
    ['redis-cluster://a,,b', 'host[:port]'],
    ['redis-sentinel://a', 'name of the master'],
    ['unix://run/hot.sock', 'absolute path'],
    ['redis://u:%zz@cache', 'percent-encoded'],
  ])('%j is refused, naming what is wrong', (url, expected) => {
    expect(() => parseRedisUrl(url)).toThrow(RangeError);
    expect(() => parseRedisUrl(url)).toThrow(expected);
  });

  test.each([
    'redis://u:hunter2@cache:x',
    'hunter2@cache',
    'redis-sentinel://:hunter2@a',
    'foo://:hunter2@a',
  ])('a refusal of %s does not repeat the password', (url) => {
    expect(() => parseRedisUrl(url)).toThrow(/^((?!hunter2).)*$/);
  });
});
