import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type ProgressView } from '../../cli/up/progress';
import { composeSupergraph } from '../kit/gateway-subgraphs';
import { type Cell, cellsOf, titleOf } from './cell';
import { type GatewaySettings } from './gateways/start-gateway';
import { createMonolith } from './graph/monolith';
import { stubSubgraphs } from './graph/stub-subgraphs';
import { measureRound, type Round, type RoundSetting } from './measure/measure-round';
import { type CheckedGateway, openCell, type World } from './open-cell';
import { type BenchOptions } from './options';
import { type Part, type Parts } from './process/part';
import { type CellReport, cellReport, rowOf } from './report/report';
import { startStubProcess } from './stubs/stub-process';
import { requestBodyOf } from './works';

/** A bench that is running: its processes, its folder, its files. */
export interface OpenBench {
  readonly world: World;
  readonly loader: Part;
  readonly options: BenchOptions;
  /** What a gateway for this cell is started with. */
  settings(cell: Cell): GatewaySettings;
}

/** Starts what all cells share: the subgraphs and the load. `folder` takes the files. */
export async function openBench(options: BenchOptions, parts: Parts, folder: string): Promise<OpenBench> {
  const stubs = await startStubProcess(parts);
  const loader = await parts.start({ name: 'the load', entry: path.join(__dirname, 'load/main.js') });
  const urls = Object.entries(stubs.urls).map(([name, url]) => ({ name, url }));
  const supergraph = composeSupergraph(stubSubgraphs(), urls);
  const supergraphFile = path.join(folder, 'supergraph.graphql');
  writeFileSync(supergraphFile, supergraph);
  return {
    world: { parts, stubs, monolith: createMonolith(supergraph) },
    loader,
    options,
    settings: (cell) => ({
      folder,
      supergraphFile,
      sharing: cell.class,
      nodeFlags: [`--max-semi-space-size=${options.semiSpace}`],
    }),
  };
}

/** Measures all cells; `tell` hears of each when it is complete. Rejects when answers differ or fail. */
export async function runBench(
  bench: OpenBench,
  view: ProgressView,
  tell: (report: CellReport) => void,
): Promise<readonly CellReport[]> {
  const reports: CellReport[] = [];
  const cells = cellsOf(bench.options);
  for (const [index, cell] of cells.entries()) {
    const advance = (share: number): void => view.update((index + share) / cells.length, titleOf(cell));
    const report = await measureCell(bench, cell, advance);
    reports.push(report);
    tell(report);
  }
  return reports;
}

async function measureCell(
  bench: OpenBench,
  cell: Cell,
  advance: (share: number) => void,
): Promise<CellReport> {
  const gateways = await openCell(bench.world, cell, bench.settings(cell));
  const { warmUp, rounds, seconds } = bench.options;
  const measure = roundsOf(bench, cell);
  await bench.world.stubs.setDelay(cell.delayMs);
  if (warmUp > 0) for (const gateway of gateways) await measure(gateway, warmUp);
  const measured = new Map<CheckedGateway, Round[]>(gateways.map((gateway) => [gateway, []]));
  // In turns, so that whatever else the machine does meets all of them.
  for (let round = 0; round < rounds; round += 1) {
    for (const [gateway, found] of measured) found.push(await measure(gateway, seconds));
    advance((round + 1) / rounds);
  }
  await closeCell(bench, gateways);
  const rows = [...measured].map(([{ name, answerBytes }, found]) => rowOf(name, answerBytes, found));
  return cellReport(cell, rows);
}

/** Ends the gateways of a cell. */
export async function closeCell({ world }: OpenBench, gateways: readonly CheckedGateway[]): Promise<void> {
  await world.stubs.setDelay(0);
  await Promise.all(gateways.map(({ part }) => part.stop()));
}

/** What measures one gateway of a cell for some seconds. */
export function roundsOf(
  { world, loader, options }: OpenBench,
  cell: Cell,
): (gateway: CheckedGateway, seconds: number) => Promise<Round> {
  const { connections } = options;
  const setting: RoundSetting = { loader, stubs: world.stubs, connections, body: requestBodyOf(cell.work) };
  return (gateway, seconds) => measureRound(setting, gateway, seconds);
}

/** Writes the figures and what they were measured with. */
export function writeFigures(file: string, options: BenchOptions, reports: readonly CellReport[]): void {
  const cpu = os.cpus();
  const machine = { node: process.version, processor: cpu[0]?.model ?? 'unknown', processors: cpu.length };
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ machine, options, reports }, null, 2)}\n`);
}
