/** How the data of a model is made: everything follows from these and from the place of a value. */
export interface DataOptions {
  readonly seed: number;
  /** How many objects each entity type has. */
  readonly entities: number;
  /** How many items lists have at most. */
  readonly listItems: number;
  /** Of a thousand fields, how many throw. */
  readonly errors: number;
  /** Of a thousand nullable places, how many are null. */
  readonly nulls: number;
  /** Of a thousand places that must not be null, how many are null all the same. */
  readonly violations: number;
  /** Of a thousand objects of a patchy subgraph, how many it does not find. */
  readonly absent: number;
  /** Once a case is being made smaller: the only disturbances that happen, by name. */
  readonly only?: readonly string[];
}
