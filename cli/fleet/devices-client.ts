import { Agent, request } from 'undici';
import { type z } from 'zod';
import { type SignBody } from './fleet-signer';
import {
  type BeatMessage,
  type HeartbeatAnswer,
  heartbeatAnswerSchema,
  type RosterPage,
  rosterPageSchema,
} from './messages';

/** The devices subgraph as the boxes see it. */
export interface DevicesClient {
  /** One page of the roster: the first for null, else what follows the `next` or `cursor` of an earlier page. */
  roster(after: string | null): Promise<RosterPage>;
  /** Delivers beats. */
  deliver(beats: readonly BeatMessage[]): Promise<HeartbeatAnswer>;
  close(): Promise<void>;
}

/** Nobody there, or busy, or not understood: the same request may succeed later. */
export class DevicesUnavailable extends Error {
  override readonly name = 'DevicesUnavailable';
}

/** The request was understood and refused; sending it again would change nothing. */
export class DevicesRefusal extends Error {
  override readonly name = 'DevicesRefusal';
}

/** Speaks HTTP to the devices subgraph at this address. Every call rejects with one of the two errors above. */
export function devicesClient(devicesUrl: string, sign: SignBody, signal: AbortSignal): DevicesClient {
  // Few connections: the aggregators of many PoPs share this process, and the subgraph serves others as well.
  const agent = new Agent({ connections: 8, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  // One listener for all requests: destroying the agent ends every one of them.
  signal.addEventListener('abort', () => void agent.destroy(), { once: true });
  const call = async <T>(url: URL, body: Buffer | null, schema: z.ZodType<T>): Promise<T> => {
    const answer = await send(url, body, { agent, sign });
    const checked = schema.safeParse(answer);
    if (checked.success) return checked.data;
    throw new DevicesUnavailable(`${url.pathname} answered in another shape: ${checked.error.message}`);
  };
  return {
    roster(after) {
      const url = new URL('/fleet/roster', devicesUrl);
      url.searchParams.set('limit', String(ROSTER_PAGE));
      if (after !== null) url.searchParams.set('after', after);
      return call(url, null, rosterPageSchema);
    },
    deliver(beats) {
      return call(
        new URL('/heartbeats', devicesUrl),
        Buffer.from(JSON.stringify({ beats })),
        heartbeatAnswerSchema,
      );
    },
    close: () => agent.destroy(),
  };
}

const TIMEOUT_MS = 10_000;
const ROSTER_PAGE = 1000;
/** Statuses below 500 that say "later", not "never": a key being rotated, too slow, too much. */
const TRY_AGAIN = new Set([401, 404, 408, 425, 429]);

interface Means {
  readonly agent: Agent;
  readonly sign: SignBody;
}

async function send(url: URL, body: Buffer | null, { agent, sign }: Means): Promise<unknown> {
  try {
    const response = await request(url, {
      method: body === null ? 'GET' : 'POST',
      dispatcher: agent,
      body,
      headers: {
        accept: 'application/json',
        'x-lastmile-identity': sign(body ?? Buffer.alloc(0)),
        ...(body === null ? {} : { 'content-type': 'application/json' }),
      },
    });
    const { statusCode } = response;
    if (statusCode === 200) return await response.body.json();
    await response.body.dump();
    const text = `${url.pathname} answered ${statusCode}`;
    if (statusCode >= 500 || TRY_AGAIN.has(statusCode)) throw new DevicesUnavailable(text);
    throw new DevicesRefusal(text);
  } catch (error) {
    if (error instanceof DevicesRefusal || error instanceof DevicesUnavailable) throw error;
    throw new DevicesUnavailable(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
