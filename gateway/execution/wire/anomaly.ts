/**
 * Thrown by the wire engine when something is not as plain as it takes for granted: an error of a subgraph, a missing value,
 * a wrong type. It tells nothing: the exact engine then answers from the same subgraph answers, and explains.
 */
export const ANOMALY = new Error('not as plain as expected');

/** Gives the wire engine up. */
export function giveUp(): never {
  throw ANOMALY;
}
