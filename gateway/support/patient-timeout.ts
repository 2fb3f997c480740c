const SLICES = 8;

/**
 * Calls `expire` after about `milliseconds` in which this process could have noticed an answer, and returns how to stop
 * it. A plain timer fires first after the event loop was busy, before the answers that arrived meanwhile are read, and
 * blames others for our own delay; counted in slices, a busy period costs one slice and is followed by reading.
 */
export function startPatientTimeout(milliseconds: number, expire: () => void): () => void {
  let left = SLICES;
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    expire();
  }, milliseconds / SLICES);
  return () => clearInterval(timer);
}
