import {
  type CpuProfile,
  type SelfTime,
  selfTimesByFunction,
  selfTimesByOrigin,
  type TimeSpan,
} from './self-times';

const FUNCTIONS = 40;
const ORIGINS = 15;

/** Where paths begin to be worth showing, and where the profiles are. */
export interface ProfilePlaces {
  readonly root: string;
  readonly target: string;
}

/**
 * The origins and the functions that took the most time themselves. Their microseconds are shares of the processor time of
 * a request: the profiler's own clock goes on while other processes have the processor.
 */
export function profileText(
  heading: string,
  profiles: readonly CpuProfile[],
  span: TimeSpan,
  cpuMsPerRequest: number,
  { root, target }: ProfilePlaces,
): string {
  const functions = selfTimesByFunction(profiles, span, root);
  const origins = selfTimesByOrigin(profiles, span, root);
  const total = functions.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const line = ({ name, milliseconds }: SelfTime): string => {
    const share = milliseconds / total;
    const microseconds = (share * cpuMsPerRequest * 1_000).toFixed(1);
    return `  ${(share * 100).toFixed(1).padStart(5)} %  ${microseconds.padStart(9)}  ${name}`;
  };
  return [
    heading,
    '    self  us/request  by package or file',
    ...origins.slice(0, ORIGINS).map(line),
    '    self  us/request  by function',
    ...functions.slice(0, FUNCTIONS).map(line),
    `  profiles: ${target}`,
    '',
  ].join('\n');
}
