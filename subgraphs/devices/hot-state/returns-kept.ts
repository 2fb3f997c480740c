/** How long it is remembered that a box came back: a poller may be away for this long without missing one. */
export const RETURNS_KEPT_MS = 3_600_000;
