/** What has to be undone, in reverse order. */
export interface Cleanup {
  add(name: string, undo: () => Promise<void> | void): void;
  /** Undoes everything once, whatever fails; a second call waits for the first. Returns what failed. */
  run(): Promise<readonly string[]>;
}

/** An empty list of things to undo. */
export function createCleanup(): Cleanup {
  const steps: { readonly name: string; readonly undo: () => Promise<void> | void }[] = [];
  let running: Promise<readonly string[]> | null = null;

  const undoAll = async (): Promise<readonly string[]> => {
    const failures: string[] = [];
    for (let step = steps.pop(); step; step = steps.pop()) {
      try {
        await step.undo();
      } catch (error) {
        failures.push(`${step.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return failures;
  };
  return {
    add: (name, undo) => void steps.push({ name, undo }),
    run: () => (running ??= undoAll()),
  };
}
