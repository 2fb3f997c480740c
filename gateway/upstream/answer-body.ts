import { type RawAnswer } from './answer-collector';
import { inflateBody } from './inflate-body';
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
 * The body of an answer whose status lets it carry a GraphQL response (GraphQL over HTTP, section 6.4). Rejects with
 * SubgraphFailure for every other status, a redirect included, and for a body that inflates to more than `limit` bytes.
 */
export async function answerBody(answer: RawAnswer, limit: number): Promise<AnswerBody> {
  const { status, contentType, contentEncoding } = answer;
  if (!mayCarryResponse(status, contentType)) {
    throw new SubgraphFailure('SUBREQUEST_HTTP_ERROR', `HTTP status ${status}`, { kind: 'status', status });
  }
  const isInflated = contentEncoding === '' || contentEncoding === 'identity';
  return new AnswerBody(isInflated ? answer.body : await inflateBody(answer.body, contentEncoding, limit));
}

/** A 4xx may carry a response when it is JSON, but a 401 is about the gateway itself; other statuses say nothing we could trust. */
function mayCarryResponse(status: number, contentType: string): boolean {
  if (status >= 200 && status < 300) return true;
  return status >= 400 && status < 500 && status !== 401 && contentType.includes('json');
}
