import { titleOf } from '../cell';
import { type CellReport, type Row } from './report';

const HEADINGS = ['', 'CPU ms/request', 'requests/s', 'p50 ms', 'p99 ms', 'calls/request', 'bytes'];

/** A cell as text: its title, a line per gateway, and the ratios. */
export function tableOf({ cell, rows, stockOverOurs, oursOverFloor }: CellReport): string {
  const lines = [HEADINGS, ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const body = lines.map((line) => `  ${line.map((text, column) => pad(text, column, widths)).join('  ')}`);
  const ratios = [
    ...(stockOverOurs === null ? [] : [`stock/ours ${stockOverOurs.toFixed(2)}`]),
    ...(oursOverFloor === null ? [] : [`ours/floor ${oursOverFloor.toFixed(2)}`]),
  ];
  return [titleOf(cell), ...body, ...(ratios.length > 0 ? [`  ${ratios.join(', ')}`] : []), ''].join('\n');
}

function cellsOf(row: Row): string[] {
  return [
    row.gateway,
    row.cpuMs.toFixed(3),
    row.requestsPerSecond.toFixed(0),
    row.p50Ms.toFixed(1),
    row.p99Ms.toFixed(1),
    row.callsPerRequest.toFixed(2),
    String(row.answerBytes),
  ];
}

function pad(text: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}
