import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { addSchema } from '../../cli/commands/schema/schema-command';
import type { CheckResult } from '../../schema/check/check-result';
import { makeTestFolder } from './temporary-folder';

const MAIN = path.join(__dirname, '../../dist/cli/main.js');

/** What a command left behind. */
export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What was printed, as JSON. */
  readonly result: () => CheckResult;
}

/** A folder of files in which commands run. */
export interface SchemaFiles {
  readonly path: string;
  readonly write: (files: Readonly<Record<string, string | Buffer>>) => void;
  readonly read: (file: string) => string;
  /** Runs `lastmile schema …` in it, as a process. */
  readonly process: (...parameters: string[]) => Promise<CommandOutcome>;
  /** The same inside of the test's process, which is quicker. */
  readonly schema: (...parameters: string[]) => Promise<CommandOutcome>;
  /** Runs git in it, in a repository that is made first. */
  readonly git: (...parameters: string[]) => string;
  /** Commits everything. */
  readonly commit: () => void;
  readonly remove: () => void;
}

/** Makes a folder with files. */
export function makeSchemaFiles(files: Readonly<Record<string, string | Buffer>> = {}): SchemaFiles {
  const folder = makeTestFolder();
  const inside = (file: string) => path.join(folder.path, file);
  const git = (...parameters: string[]) => runGit(folder.path, parameters);
  const made: SchemaFiles = {
    path: folder.path,
    write(more) {
      for (const [file, text] of Object.entries(more)) {
        mkdirSync(path.dirname(inside(file)), { recursive: true });
        writeFileSync(inside(file), text);
      }
    },
    read: (file) => readFileSync(inside(file), 'utf8'),
    process: (...parameters) => runProcess(folder.path, parameters),
    schema: (...parameters) => runInside(folder.path, parameters),
    git,
    commit() {
      git('init', '--quiet');
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', 'A version');
    },
    remove: () => folder.remove(),
  };
  made.write(files);
  return made;
}

function runProcess(folder: string, parameters: readonly string[]): Promise<CommandOutcome> {
  // What the test runner's own terminal wants is no matter here.
  const env = { ...process.env, NO_COLOR: '', FORCE_COLOR: '' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [MAIN, 'schema', ...parameters],
      { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error ? Number(error.code) : 0;
        resolve(outcome(code, stdout, stderr));
      },
    );
  });
}

function outcome(code: number, stdout: string, stderr: string): CommandOutcome {
  return { code, stdout, stderr, result: () => JSON.parse(stdout) as CheckResult };
}

async function runInside(folder: string, parameters: readonly string[]): Promise<CommandOutcome> {
  const printed = { stdout: '', stderr: '' };
  const program = new Command('lastmile').showHelpAfterError().exitOverride();
  addSchema(program);
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[stream] += String(text);
      return true;
    }),
  );
  const [before, exitCode] = [process.cwd(), process.exitCode];
  process.chdir(folder);
  process.exitCode = 0;
  try {
    await program.parseAsync(['schema', ...parameters], { from: 'user' });
  } catch (error) {
    // As `cli/main.ts` does it.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = 2;
  } finally {
    process.chdir(before);
    for (const spy of spies) spy.mockRestore();
  }
  const code = Number(process.exitCode);
  process.exitCode = exitCode;
  return outcome(code, printed.stdout, printed.stderr);
}

/** Whoever runs the tests, and whatever their git is told. */
function runGit(folder: string, parameters: readonly string[]): string {
  const identity = [
    '-c',
    'user.name=Test',
    '-c',
    'user.email=test@example.test',
    '-c',
    'commit.gpgsign=false',
  ];
  return execFileSync('git', [...identity, ...parameters], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}
