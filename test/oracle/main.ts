import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { type Case } from './case';
import { checkOverHttp } from './check-http';
import { checkOperation, openBench } from './check-operation';
import { fuzzWorld, noFigures, type FuzzFigures, type FuzzFinding } from './fuzz';
import { generateWorld } from './generate-case';
import { readOptions, type FuzzOptions } from './options';
import { reportCase } from './report-case';
import { shrinkCase } from './shrink/shrink-case';
import { openWorld } from './world/open-world';

const EXIT_USAGE = 2;
const MINUTE_MS = 60_000;
const OPERATIONS = 12;
/** Every so many worlds one is asked over HTTP, too. */
const HTTP_EVERY = 20;
const MUTANTS = 10;

// `npm run fuzz`: findings on stdout. Exit 1 when there are any, 2 for wrong usage.
void (async () => {
  try {
    process.exitCode = (await run(readOptions(process.argv.slice(2)))) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
  }
})();

/** True when something was found. */
async function run(options: FuzzOptions): Promise<boolean> {
  if (options.case !== undefined) return repeat(options.case);
  mkdirSync(options.out, { recursive: true });
  const figures = noFigures();
  const endsAt = performance.now() + options.minutes * MINUTE_MS;
  let found = 0;
  for (let { seed } = options; performance.now() < endsAt && found < options.findings; seed += 1) {
    for (const finding of await fuzzWorld(seed, OPERATIONS, figures)) {
      found += 1;
      await tell(finding, `${options.out}/case-${seed}-${found}.json`);
      if (found >= options.findings) break;
    }
    if (seed % HTTP_EVERY === 0) found += await fuzzHttp(seed, options.out);
    if (seed % 10 === 0) progress(seed, figures);
  }
  say(`${found} findings. ${JSON.stringify(figures)}`);
  return found > 0;
}

async function repeat(file: string): Promise<boolean> {
  // A file of ours.
  const failed = JSON.parse(readFileSync(file, 'utf8')) as Case;
  const { finding } = await checkOperation(openBench(openWorld(failed.model)), failed.operation, failed.data);
  say(finding ? await reportCase({ case: failed, finding }) : 'The answers agree.');
  return finding !== undefined;
}

async function tell({ case: failed, finding, met, seed }: FuzzFinding, file: string): Promise<void> {
  say(`seed ${seed}: ${finding.kind}; making it smaller`);
  const smallest = await shrinkCase({ case: failed, finding }, met, performance.now() + MINUTE_MS);
  writeFileSync(file, JSON.stringify(smallest.case));
  say(`${await reportCase(smallest)}\n\nnpm run fuzz -- --case ${file}\n`);
}

async function fuzzHttp(seed: number, out: string): Promise<number> {
  const findings = await checkOverHttp(generateWorld(seed, OPERATIONS), seed, MUTANTS);
  findings.forEach(({ body, text }, index) => {
    const file = join(out, `http-${seed}-${index}.json`);
    writeFileSync(file, body);
    say(`seed ${seed}, over HTTP: ${text}\n  body: ${file}\n`);
  });
  return findings.length;
}

function progress(seed: number, figures: FuzzFigures): void {
  process.stderr.write(`seed ${seed}: ${JSON.stringify(figures)}\n`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
