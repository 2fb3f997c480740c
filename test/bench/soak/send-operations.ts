import { Pool } from 'undici';
import { type LoadTotal } from './constant-load';
import { distinctOperation } from './distinct-operation';

/** Which operations to send. */
export interface OperationRange {
  readonly url: string;
  readonly from: number;
  /** The first that is not sent. */
  readonly to: number;
}

const CONNECTIONS = 16;
/** One operation in so many comes again and again, so that all that is made for frequent ones is made for it. */
const FREQUENT = 10;
const REPEATS = 5;
/** Nothing more is learnt from a gateway that fails like this. */
const MANY_FAILURES = 100;

/** Sends each operation over one of some lasting connections. An answer without data, or with an error, is a failure. */
export async function sendOperations(
  { url, from, to }: OperationRange,
  tell: (sent: number) => void,
): Promise<LoadTotal> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  const failures: string[] = [];
  let next = from;
  let requests = 0;
  const lane = async (): Promise<void> => {
    while (next < to && failures.length < MANY_FAILURES) {
      const number = next;
      next += 1;
      const query = distinctOperation(number);
      for (let repeat = number % FREQUENT === 0 ? REPEATS : 1; repeat > 0; repeat -= 1) {
        requests += 1;
        const failure = await send(pool, pathname, query);
        if (failure !== null) failures.push(failure);
      }
      tell(number);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  await pool.close();
  return { requests, failures: failures.length, firstFailure: failures[0] ?? null };
}

async function send(pool: Pool, path: string, query: string): Promise<string | null> {
  try {
    const { body } = await pool.request({
      path,
      method: 'POST',
      headers: HEADERS,
      body: JSON.stringify({ query }),
    });
    const answer = await body.text();
    const isGood = answer.startsWith('{"data":{') && !answer.includes('"errors":');
    return isGood ? null : `${query} was answered with ${answer.slice(0, SHOWN_CHARACTERS)}`;
  } catch (error) {
    return `${query} was not answered: ${String(error)}`;
  }
}

const HEADERS = { 'content-type': 'application/json', accept: 'application/json' };
const SHOWN_CHARACTERS = 300;
