/** What is known about the data of one operation while it grows; its readers save work by it. */
export interface DataTraits {
  /** True as long as no answer had a string that needs escaping in JSON. */
  isPlain: boolean;
  /** True once one object may stand at several places. */
  isShared: boolean;
}
