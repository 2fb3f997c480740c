/** One evaluation of a cost. */
export interface CostRun {
  /** The coerced variables of the request. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** What was evaluated already, by the expression. */
  readonly known: Map<object, number>;
}

/** A cost that depends on variables. May throw RequestRefused. */
export type OpenCost = (run: CostRun) => number;

/** A cost: a number as soon as no variable matters. */
export type Cost = number | OpenCost;

/** The value of a cost in one request. */
export function valueOf(cost: Cost, run: CostRun): number {
  return typeof cost === 'number' ? cost : cost(run);
}

/** The sum of `costs`; what is constant in it is added up now. */
export function sumOf(costs: readonly Cost[]): Cost {
  let constant = 0;
  const open: OpenCost[] = [];
  for (const cost of costs) {
    if (typeof cost === 'number') constant += cost;
    else open.push(cost);
  }
  return open.length === 0 ? constant : (run) => open.reduce((total, cost) => total + cost(run), constant);
}

/** `each` as often as `times` says. */
export function productOf(times: Cost, each: Cost): Cost {
  if (times === 0 || each === 0) return 0;
  if (times === 1) return each;
  if (typeof times === 'number' && typeof each === 'number') return times * each;
  return (run) => valueOf(times, run) * valueOf(each, run);
}

/** The largest of `costs`; 0 when there are none. */
export function largestOf(costs: readonly Cost[]): Cost {
  const [first = 0, ...others] = costs;
  if (others.length === 0) return first;
  if (costs.every((cost) => typeof cost === 'number')) return Math.max(...costs);
  return (run) => costs.reduce<number>((largest, cost) => Math.max(largest, valueOf(cost, run)), 0);
}

/** The same cost, evaluated once in a run however often it is used. */
export function evaluatedOnce(cost: Cost): Cost {
  if (typeof cost === 'number') return cost;
  return (run) => {
    const known = run.known.get(cost) ?? cost(run);
    run.known.set(cost, known);
    return known;
  };
}
