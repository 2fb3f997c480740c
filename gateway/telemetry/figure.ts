import { type Metric, type Registry } from 'prom-client';

/** One value of a figure. `metricName` is there when it is not the figure's own, as for the buckets of a histogram. */
export interface FigureValue {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly metricName?: string;
}

/** A figure whose values are read when somebody scrapes, so that counting is nothing but an addition. */
export interface Figure {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** How the values of several workers become one. @default 'sum' */
  readonly aggregator?: 'sum' | 'min' | 'max';
  readonly read: () => FigureValue[];
}

/** Shows a figure in `registry`. */
export function showFigure(registry: Registry, { read, aggregator = 'sum', ...figure }: Figure): void {
  const metric = {
    ...figure,
    aggregator,
    get: () => Promise.resolve({ ...figure, aggregator, values: read() }),
  };
  // The registry asks a metric for nothing but its name and `get`; its own classes would hash labels at each count.
  registry.registerMetric(metric as unknown as Metric);
}
