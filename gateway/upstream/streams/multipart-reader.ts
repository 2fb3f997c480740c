import { isRecord } from '../../support/is-record';
import { SubgraphFailure } from '../subgraph-failure';
import { MultipartParser } from './multipart-parser';
import { type StreamReader } from './read-stream';

/**
 * Reads subscriptions over `multipart/mixed;subscriptionSpec=1.0`: each part has a `payload`, or is an empty object that
 * only says that the connection lives; a null payload with errors is the failure of the whole stream.
 */
export function createMultipartReader(boundary: string, maxCharacters: number): StreamReader {
  const parser = new MultipartParser(boundary, maxCharacters);
  return {
    get isComplete() {
      return parser.isComplete;
    },
    push: (text) => parser.push(text).flatMap(responseOf),
  };
}

function responseOf(part: string): string[] {
  const value = parse(part);
  if (!isRecord(value)) throw new SubgraphFailure('SUBREQUEST_MALFORMED_RESPONSE', 'a part is not an object');
  const { payload, errors } = value;
  if (payload !== undefined && payload !== null) return [JSON.stringify(payload)];
  if (errors !== undefined)
    throw new SubgraphFailure('SUBREQUEST_HTTP_ERROR', 'the subgraph ended the stream');
  return [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SubgraphFailure('SUBREQUEST_MALFORMED_RESPONSE', 'a part is not JSON');
  }
}
