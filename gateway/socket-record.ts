import { RequestRefused } from './errors';
import { recordRequest, type RequestRecord } from './record-request';
import { type Services } from './services';

/** What is told about one operation of a WebSocket, once, when it is over. */
export interface SocketRecord {
  /** What it is, as soon as that is known. */
  kind: RequestRecord['kind'];
  /** Its last answer was taken, or its client wants no more. */
  ended(): void;
  /** It has no answer but `error`. */
  refused(error: unknown): void;
}

/** Begins to time an operation of a WebSocket. */
export function beginRecord(
  services: Services,
  source: Pick<RequestRecord, 'requestId' | 'principal' | 'trace'>,
  operationName: string | undefined,
): SocketRecord {
  const { requestId, principal, trace } = source;
  const startedAt = performance.now();
  let isTold = false;
  const tell = (status: number): void => {
    if (isTold) return;
    isTold = true;
    const { kind } = record;
    recordRequest(services, {
      requestId,
      method: 'WS',
      status,
      startedAt,
      principal,
      kind,
      operationName,
      trace,
    });
  };
  const record: SocketRecord = {
    kind: 'unknown',
    ended: () => tell(200),
    refused: (error) => {
      const isExpected = error instanceof RequestRefused;
      if (!isExpected) services.log.error({ err: error, requestId }, 'an operation failed unexpectedly');
      const refusal = isExpected ? error : new RequestRefused('INTERNAL_SERVER_ERROR');
      services.metrics.errors(refusal.errors);
      tell(refusal.status);
    },
  };
  return record;
}
