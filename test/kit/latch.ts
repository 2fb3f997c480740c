/** Holds something back until a test lets it go. */
export interface Latch {
  /** Resolves when the latch is open. */
  readonly opened: Promise<void>;
  open(): void;
}

/** A closed latch. */
export function createLatch(): Latch {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
