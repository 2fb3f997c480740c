/** The static limits of one kind of caller; each has its file here and its field in the config under `limits`. */
export interface LimitValues {
  /** Bytes of a request body. */
  readonly bodyBytes: number;
  /** Bytes of the document's text. */
  readonly documentBytes: number;
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  readonly fragments: number;
  readonly variables: number;
  /** Nesting of the JSON body. */
  readonly jsonDepth: number;
  /** Items of one list inside one variable. */
  readonly listItems: number;
  /** Selections after all fragments are expanded. */
  readonly expandedSelections: number;
  /** How many validation errors are shown. */
  readonly validationErrors: number;
  /** What an operation may cost, in the units of `cost/`: 1 for each object that it may return. */
  readonly cost: number;
  /** The length of a list without `@listSize` in that estimate. With 1 only what the schema calls long weighs more. */
  readonly assumedListSize: number;
  /** The largest value of an argument that `@listSize` names a slicing argument. */
  readonly pageSize: number;
  /** Representations of entities that one request may send to subgraphs, all its fetches together. */
  readonly entities: number;
}

/** For anonymous callers and partners. */
export const PUBLIC_LIMITS: LimitValues = {
  bodyBytes: 256 * 1024,
  documentBytes: 64 * 1024,
  tokens: 5_000,
  depth: 12,
  aliases: 30,
  rootFields: 20,
  directives: 50,
  fragments: 100,
  variables: 100,
  jsonDepth: 64,
  listItems: 1_000,
  expandedSelections: 5_000,
  validationErrors: 20,
  cost: 1_000,
  assumedListSize: 1,
  pageSize: 100,
  entities: 10_000,
};

/** For the operator's own teams. */
export const INTERNAL_LIMITS: LimitValues = {
  bodyBytes: 2 * 1024 * 1024,
  documentBytes: 256 * 1024,
  tokens: 15_000,
  depth: 30,
  aliases: 200,
  rootFields: 50,
  directives: 50,
  fragments: 100,
  variables: 100,
  jsonDepth: 64,
  listItems: 10_000,
  expandedSelections: 20_000,
  validationErrors: 20,
  cost: 20_000,
  assumedListSize: 1,
  pageSize: 1_000,
  entities: 10_000,
};

/** How much may run at the same time; beyond it requests are shed with 503. */
export interface ConcurrencyValues {
  readonly total: number;
  /** Per client and tenant; anonymous callers count as one client, with the total as their bound. */
  readonly perClient: number;
  readonly subscriptionsPerClient: number;
}

/** Enough for 200 concurrent requests of each of several teams. */
export const CONCURRENCY: ConcurrencyValues = { total: 2_000, perClient: 500, subscriptionsPerClient: 2_000 };

/** Planning work beyond which an operation is refused, in the units of `planning/complexity/count-complexity.ts`. */
export const PLANNING_COMPLEXITY = 20_000;
