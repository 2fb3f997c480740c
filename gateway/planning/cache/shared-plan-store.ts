/** Plans that several gateways share, as text under their keys. It never fails: what cannot be had is not there. */
export interface SharedPlanStore {
  /** The text under `key`; undefined when there is none or the store does not answer in time. */
  get(key: string): Promise<string | undefined>;
  /** Stores a text, some time later, or never. */
  set(key: string, text: string): void;
  close(): void;
}
