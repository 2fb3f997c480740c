import { answerText } from './execution/answer-text';
import { inCurrentFormat } from './execution/defer/current-format';
import { type DeferredExecution } from './execution/defer/deferred-execution';
import { inFormat20220824 } from './execution/defer/format-20220824';
import { type Exchange } from './exchange';
import { sendEventStream } from './http/event-stream';
import { sendMultipart } from './http/multipart';
import { sendJson } from './http/send-json';
import { runExchangeDeferred } from './run-exchange';
import { type Services } from './services';

/**
 * Answers a query or mutation of which something is deferred: in `multipart/mixed`, in the format that the client named,
 * or over an event stream in the current one. When nothing is left to come later, the whole answer is one JSON if the
 * client accepts that.
 */
export async function answerDeferred(services: Services, exchange: Exchange): Promise<void> {
  const { acceptance, response } = exchange;
  const { execution, end } = await runExchangeDeferred(services, exchange);
  try {
    if (execution.pending.length === 0 && acceptance.single !== undefined) {
      sendJson(response, 200, answerText(execution.first), {
        'content-type': `${acceptance.single}; charset=utf-8`,
      });
    } else if (acceptance.incremental) await sendParts(exchange, execution, acceptance.incremental);
    else await sendEventStream(response, inCurrentFormat(execution));
  } finally {
    end();
  }
}

async function sendParts(
  { response }: Exchange,
  execution: DeferredExecution,
  format: 'current' | '20220824',
): Promise<void> {
  if (format === 'current') {
    await sendMultipart(response, inCurrentFormat(execution), { specification: 'incrementalSpec=v0.2' });
  } else {
    await sendMultipart(response, inFormat20220824(execution), { specification: 'deferSpec=20220824' });
  }
}
