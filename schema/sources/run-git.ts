import { execFile } from 'node:child_process';

/** What a git command wrote, or what it complained about. */
export type GitAnswer = { readonly output: Buffer } | { readonly problem: string };

/** Larger than any revision's listing or any file that is read. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs git in a folder. Never rejects: a machine without git is a problem like any other. */
export function runGit(folder: string, parameters: readonly string[]): Promise<GitAnswer> {
  // Nothing is fetched, no pager opens, and what git says does not depend on the reader's language.
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
  return new Promise((resolve) => {
    execFile(
      'git',
      [...parameters],
      { cwd: folder, env, encoding: 'buffer', maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        if (!error) resolve({ output: stdout });
        else resolve({ problem: stderr.toString('utf8').trim() || error.message });
      },
    );
  });
}
