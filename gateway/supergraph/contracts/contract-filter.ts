/** Which tags a contract shows and hides. */
export interface ContractFilter {
  /** Only what carries one of these is shown; empty shows everything. */
  readonly include: readonly string[];
  /** What carries one of these is hidden, whatever else it carries. */
  readonly exclude: readonly string[];
}

/** Why a contract cannot be made. */
export interface ContractError {
  /** Apollo's code for what is wrong with the schema, or `CONTRACT_TAG_CONFLICT`, `INVALID_SUPERGRAPH`, `INVALID_CONTRACT`. */
  readonly code: string;
  readonly message: string;
}

/** The supergraph of a contract, or why there is none. */
export interface FilteredContract {
  readonly supergraph: string | null;
  readonly errors: readonly ContractError[];
}
