import path from 'node:path';
import threads, { type WorkerOptions } from 'node:worker_threads';

// jest compiles what tests require, but a worker thread is a plain node of its own. This teaches threads that are started
// on a TypeScript file to compile as jest does, so that tests run the sources and not an older dist/. What is compiled is
// kept under a name that changes with the source: most threads of a run find everything there.

const KEPT_IN = path.resolve(__dirname, '../../.cache/typescript-workers');

const TEACHING = `
  const { createHash } = require('node:crypto');
  const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
  const { join } = require('node:path');
  const { threadId } = require('node:worker_threads');
  function compiled(file) {
    const source = readFileSync(file, 'utf8');
    const kept = join(KEPT_IN, createHash('sha256').update(file + source).digest('hex') + '.js');
    try {
      return readFileSync(kept, 'utf8');
    } catch {
      const { code } = require('@swc/core').transformSync(source, { filename: file, swcrc: true });
      mkdirSync(KEPT_IN, { recursive: true });
      writeFileSync(kept + process.pid + threadId, code);
      renameSync(kept + process.pid + threadId, kept);
      return code;
    }
  }
  require('node:module')._extensions['.ts'] = (module, file) => module._compile(compiled(file), file);
`;

const taught = Symbol.for('lastmile.typescript-workers');
// The module belongs to the process and outlives a test file, so it remembers that it was taught.
const shared = threads as typeof threads & { [taught]?: true };

if (!shared[taught]) {
  const PlainWorker = threads.Worker;
  class TypeScriptWorker extends PlainWorker {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      if (typeof file !== 'string' || !file.endsWith('.ts')) super(file, options);
      else {
        const start = `const KEPT_IN = ${JSON.stringify(KEPT_IN)}; ${TEACHING} require(${JSON.stringify(file)});`;
        super(start, { ...options, eval: true });
      }
    }
  }
  Object.assign(shared, { [taught]: true, Worker: TypeScriptWorker });
}
