import { onStop } from '../../../cli/supervisor/run-as-child';

/** What the bench asks one of its processes. */
export interface Question {
  readonly id: number;
  readonly type: string;
  readonly value?: unknown;
}

/**
 * Makes this process a part of the bench: says that it is ready, answers questions over the IPC channel, and ends when it
 * is told to or when the bench is gone.
 */
export function answerQuestions(
  ready: Readonly<Record<string, unknown>>,
  answer: (question: Question) => Promise<unknown> = async () => null,
): void {
  onStop(async () => undefined);
  process.on('message', (message) => {
    if (!isQuestion(message)) return;
    answer(message).then(
      (result) => process.send?.({ id: message.id, result }),
      (error: unknown) => process.send?.({ id: message.id, error: String(error) }),
    );
  });
  process.send?.({ type: 'ready', ...ready });
}

function isQuestion(message: unknown): message is Question {
  return typeof message === 'object' && message !== null && 'id' in message && 'type' in message;
}
