import { type Cell } from '../cell';
import { median } from '../measure/median';
import { type Round } from '../measure/measure-round';
import { type GatewayName } from '../options';

/** The medians of one gateway in one cell. */
export interface Row extends Omit<Round, 'requests'> {
  readonly gateway: GatewayName;
  readonly answerBytes: number;
  readonly rounds: readonly Round[];
}

/** What came of one comparison. */
export interface CellReport {
  readonly cell: Cell;
  readonly rows: readonly Row[];
  /** How many times more processor time stock takes than ours; null when one of them has no row. */
  readonly stockOverOurs: number | null;
  /** How many times more processor time ours takes than the floor; null when one of them has no row. */
  readonly oursOverFloor: number | null;
}

/** The medians of a gateway's rounds. Throws when there are none. */
export function rowOf(gateway: GatewayName, answerBytes: number, rounds: readonly Round[]): Row {
  const middle = (key: keyof Round): number => median(rounds.map((round) => round[key]));
  return {
    gateway,
    cpuMs: middle('cpuMs'),
    requestsPerSecond: middle('requestsPerSecond'),
    p50Ms: middle('p50Ms'),
    p99Ms: middle('p99Ms'),
    callsPerRequest: middle('callsPerRequest'),
    answerBytes,
    rounds,
  };
}

/** The rows of a cell with their ratios. */
export function cellReport(cell: Cell, rows: readonly Row[]): CellReport {
  const cpuOf = (name: GatewayName): number | undefined =>
    rows.find(({ gateway }) => gateway === name)?.cpuMs;
  return {
    cell,
    rows,
    stockOverOurs: ratio(cpuOf('stock'), cpuOf('ours')),
    oursOverFloor: ratio(cpuOf('ours'), cpuOf('floor')),
  };
}

function ratio(above: number | undefined, below: number | undefined): number | null {
  return above === undefined || below === undefined || below === 0 ? null : above / below;
}
