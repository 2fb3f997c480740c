import { type Change } from '../../schema/check/check-result';
import { type RecordedOperation } from '../../schema/usage/recorded-operation';

/** A recorded operation of which only the document matters, unless more is said. */
export function recorded(document: string, more: Partial<RecordedOperation> = {}): RecordedOperation {
  return { client: 'team', operation: 'anonymous', document, count: 3, lastSeen: null, seen: {}, ...more };
}

/** A breaking change, unless more is said. */
export function changed(code: string, coordinate: string, more: Partial<Change> = {}): Change {
  return {
    code,
    coordinate,
    severity: 'breaking',
    message: 'It changed.',
    affected: [],
    file: null,
    line: null,
    ...more,
  };
}
