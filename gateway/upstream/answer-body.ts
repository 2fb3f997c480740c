import { type RawAnswer } from './answer-collector';
import { SubgraphFailure } from './subgraph-failure';

/** The bytes of a GraphQL response, which may be shared: nobody changes them, and who needs values parses a copy of his own. */
export class AnswerBody {
  private decoded: string | undefined;

  constructor(readonly bytes: Buffer) {}

  get text(): string {
    return (this.decoded ??= this.bytes.toString('utf8'));
  }

  /** True when there is no backslash in it. */
  get isPlain(): boolean {
    return !this.bytes.includes(BACKSLASH);
  }
}

const BACKSLASH = 0x5c;

/**
 * Throws SubgraphFailure unless the status lets an answer carry a GraphQL response (GraphQL over HTTP, section 6.4): for
 * every other one, a redirect included. A 4xx may do so when it is JSON, but a 401 is about the gateway itself; other
 * statuses say nothing we could trust.
 */
export function checkStatus({ status, contentType }: RawAnswer): void {
  if (status >= 200 && status < 300) return;
  if (status >= 400 && status < 500 && status !== 401 && contentType.includes('json')) return;
  throw new SubgraphFailure('SUBREQUEST_HTTP_ERROR', `HTTP status ${status}`, { kind: 'status', status });
}
