import { type Sharing } from './gateways/floor-script';
import { type BenchOptions, type GatewayName } from './options';
import { type Work } from './works';

/** One comparison: rows of the same cell may be compared, rows of different classes never. */
export interface Cell {
  readonly work: Work;
  readonly class: Sharing;
  readonly delayMs: number;
  readonly gateways: readonly GatewayName[];
}

/** All comparisons that the options ask for. Stock can share nothing, so it has no row where the others share. */
export function cellsOf(options: BenchOptions): Cell[] {
  return options.class.flatMap((sharing) =>
    options.work.flatMap((work) =>
      options.delay.map((delayMs) => ({
        work,
        class: sharing,
        delayMs,
        gateways: options.against.filter((name) => sharing === 'none' || name !== 'stock'),
      })),
    ),
  );
}

/** How a cell is called on the screen. */
export function titleOf({ work, class: sharing, delayMs }: Cell): string {
  const shared = {
    none: 'nothing shared',
    subgraph: 'subgraph requests shared',
    client: 'client requests shared',
  }[sharing];
  return `${work}, ${shared}, subgraphs answer after ${delayMs} ms`;
}
