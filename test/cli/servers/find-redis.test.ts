import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findRedis } from '../../../cli/servers/find-redis';
import { type TemporaryTestFolder, makeTestFolder } from '../../kit/temporary-folder';

let folder: TemporaryTestFolder;
beforeEach(() => {
  folder = makeTestFolder();
});
afterEach(() => folder.remove());

describe('the choice of a Redis', () => {
  it.each([
    ['redis://cache:6379', 'single'],
    ['rediss://user:p%40ss@cache:6380/2', 'single'],
    ['/run/redis/s', 'single'],
    ['redis-sentinel://a:26379,b:26379/master', 'sentinel'],
    ['redis-cluster://a:7000,b:7001', 'cluster'],
  ])('takes REDIS_URL %s as %s', (url, mode) => {
    expect(findRedis({ REDIS_URL: ` ${url} `, PATH: '' })).toEqual({ kind: 'url', url, mode });
  });

  it.each(['http://cache', 'cache:6379', 'redis://', 'redis://:hunter2/x@cache', 'redis-sentinel://a:26379'])(
    'refuses REDIS_URL %s without repeating it',
    (url) => {
      const refusal = catchError(() => findRedis({ REDIS_URL: url }));
      expect(refusal).toMatchObject({ code: 'REDIS_URL_INVALID' });
      expect(String(refusal)).not.toContain('hunter2');
    },
  );

  it('takes the first executable redis-server on PATH, and nothing else of that name', () => {
    const [notExecutable, aFolder, right, later] = ['a', 'b', 'c', 'd'].map((name) =>
      path.join(folder.path, name),
    );
    for (const each of [notExecutable, aFolder, right, later]) mkdirSync(each ?? '');
    writeFileSync(path.join(notExecutable ?? '', 'redis-server'), '');
    mkdirSync(path.join(aFolder ?? '', 'redis-server'));
    for (const each of [right, later]) {
      const program = path.join(each ?? '', 'redis-server');
      writeFileSync(program, '#!/bin/sh\n');
      chmodSync(program, 0o755);
    }
    const PATH = ['/nowhere', notExecutable, aFolder, right, later].join(path.delimiter);
    expect(findRedis({ PATH })).toEqual({ kind: 'binary', path: path.join(right ?? '', 'redis-server') });
  });

  it.each([{}, { PATH: '' }, { PATH: '/nowhere', REDIS_URL: '' }])('finds none in %j', (environment) => {
    expect(findRedis(environment)).toEqual({ kind: 'none' });
  });
});

function catchError(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
