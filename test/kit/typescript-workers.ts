import threads, { type WorkerOptions } from 'node:worker_threads';

// jest compiles what tests require, but a worker thread is a plain node of its own. This teaches threads that are started
// on a TypeScript file to compile as jest does, so that tests run the sources and not an older dist/.

const TEACHING = `
  const { transformFileSync } = require('@swc/core');
  require('node:module')._extensions['.ts'] = (module, file) =>
    module._compile(transformFileSync(file, { swcrc: true }).code, file);
`;

const taught = Symbol.for('lastmile.typescript-workers');
// The module belongs to the process and outlives a test file, so it remembers that it was taught.
const shared = threads as typeof threads & { [taught]?: true };

if (!shared[taught]) {
  const PlainWorker = threads.Worker;
  class TypeScriptWorker extends PlainWorker {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      if (typeof file !== 'string' || !file.endsWith('.ts')) super(file, options);
      else super(`${TEACHING} require(${JSON.stringify(file)});`, { ...options, eval: true });
    }
  }
  Object.assign(shared, { [taught]: true, Worker: TypeScriptWorker });
}
