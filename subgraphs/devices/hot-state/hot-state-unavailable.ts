/**
 * The hot state cannot be reached or did not answer in time. The caller answers UNKNOWN (domain I14);
 * the message is for the log and never for a client.
 */
export class HotStateUnavailable extends Error {
  override readonly name = 'HotStateUnavailable';

  constructor(reason: string, cause?: unknown) {
    super(`hot state unavailable: ${reason}`, { cause });
  }
}
