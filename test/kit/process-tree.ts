import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { processIdentity } from '../../cli/process/process-identity';

/** A process as it was when it was looked at. */
export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  /** Its command line, arguments separated by spaces. */
  readonly command: string;
  /** What tells it from a later process of the same number. */
  readonly identity: string | null;
}

/** A process and all that it started, directly or not, the process itself first. Sessions and groups do not matter. */
export function processTree(root: number): SeenProcess[] {
  const all = allProcesses();
  const tree = all.filter(({ pid }) => pid === root);
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return tree.map((found) => ({ ...found, identity: processIdentity(found.pid) }));
}

/** Those of the processes that still run; another one that got the same number is not counted. */
export function stillRunning(processes: readonly SeenProcess[]): SeenProcess[] {
  return processes.filter(({ pid, identity }) => identity !== null && processIdentity(pid) === identity);
}

type Line = Omit<SeenProcess, 'identity'>;

function allProcesses(): Line[] {
  // Small container images have no `ps`.
  if (existsSync('/proc/self/stat')) return readdirSync('/proc').flatMap((name) => fromProc(name) ?? []);
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

function fromProc(name: string): Line | null {
  if (!/^\d+$/.test(name)) return null;
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid: Number(name), parent, command };
  } catch {
    // It ended while it was looked at.
    return null;
  }
}
