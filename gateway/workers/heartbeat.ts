const BEAT_MS = 1_000;
/** So many beats without an answer are no slow machine: its event loop does not come round any more. */
const LONGEST_SILENCE_BEATS = 10;

/** The watch over one worker that may hang without ending. */
export interface Heartbeat {
  /** To be called for each of its messages: whatever it says, it lives. */
  heard(): void;
  stop(): void;
}

/**
 * Sends `ping` every second, and calls `hung` once when nothing was heard for ten of them. Beats are counted and not seconds:
 * a process that was not running itself must not blame others for it.
 */
export function watchHeartbeat(ping: () => void, hung: () => void): Heartbeat {
  let silentBeats = 0;
  const timer = setInterval(() => {
    if (silentBeats < LONGEST_SILENCE_BEATS) {
      silentBeats += 1;
      ping();
      return;
    }
    clearInterval(timer);
    hung();
  }, BEAT_MS).unref();
  return {
    heard: () => void (silentBeats = 0),
    stop: () => clearInterval(timer),
  };
}
