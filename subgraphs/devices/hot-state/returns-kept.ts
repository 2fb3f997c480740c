/**
 * How long it is remembered that a box came back: a poller may be away for this long without missing one. After a
 * black-out every box is in that list, at 120 bytes each, so it is not kept for longer than anybody asks.
 */
export const RETURNS_KEPT_MS = 600_000;
