/**
 * How many complete plans the planner compares at most. Its default of 10,000 costs seconds on operations of 200 bytes
 * whose fields can be had from two subgraphs each; beyond some hundred the best plan hardly gets better.
 */
export const MAX_EVALUATED_PLANS = 200;
