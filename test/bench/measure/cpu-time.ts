import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { processTree } from '../../kit/process-tree';

let ticksPerSecond: number | undefined;

/**
 * The processor time in milliseconds that a process has used so far by the kernel's account: user and system time of all
 * its threads, of its living children, and of those children that have ended.
 *
 * @throws Error where the kernel keeps no such account in /proc, or when the process is gone.
 */
export function cpuMillisecondsOf(pid: number): number {
  if (!existsSync('/proc/self/stat')) throw new Error('The bench needs /proc: it runs on Linux only.');
  ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  const ticks = processTree(pid).map((found) => ticksOf(readFileSync(`/proc/${found.pid}/stat`, 'latin1')));
  if (ticks.length === 0) throw new Error(`Process ${pid} is gone.`);
  return (ticks.reduce((sum, each) => sum + each, 0) * 1_000) / ticksPerSecond;
}

/** The sum of utime, stime, cutime and cstime in the text of a `stat` file (proc(5), fields 14 to 17). */
export function ticksOf(stat: string): number {
  // The name, field 2, is in parentheses and may hold spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}
