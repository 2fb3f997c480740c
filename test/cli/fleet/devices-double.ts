import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type BeatMessage, type HeartbeatAnswer, type RosterBox } from '../../../cli/fleet/messages';
import { type EnvelopeKeys, openEnvelope } from '../../../subgraphs/kit/envelope';

/** The keys that the double accepts. */
export const ENVELOPE_KEYS: EnvelopeKeys = {
  current: 'k1',
  keys: { k1: Buffer.alloc(32, 7).toString('base64url') },
};

/**
 * A devices subgraph of the simplest kind: a roster in memory whose changes it numbers, and a list of the beats that
 * came. It answers 401 to whoever does not sign as the fleet.
 */
export class DevicesDouble {
  readonly beats: BeatMessage[] = [];
  readonly batchSizes: number[] = [];
  /** When set, every request is answered so. */
  status = 200;
  /** What the next answers to beats say is desired. */
  desired: HeartbeatAnswer['desired'] = [];
  rosterRequests = 0;
  private readonly boxes: RosterBox[] = [];
  private server: Server | undefined;

  constructor(private readonly pageSize = 1000) {}

  /** Puts a box into the roster, or in place of the one with its id. */
  put(box: RosterBox): void {
    const known = this.boxes.findIndex(({ deviceId }) => deviceId === box.deviceId);
    if (known >= 0) this.boxes.splice(known, 1);
    this.boxes.push({ ...box, rosterVersion: this.nextVersion++ });
  }

  /** Listens, on the port it had before if it had one. */
  async start(port = 0): Promise<string> {
    const server = createServer((request, response) => {
      void this.answer(request).then(({ status, body }) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      );
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    // A TCP server has this kind of address.
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const { server } = this;
    server?.closeAllConnections();
    await new Promise((resolve) => (server === undefined ? resolve(null) : server.close(resolve)));
  }

  beatsOf(deviceId: string): BeatMessage[] {
    return this.beats.filter((beat) => beat.deviceId === deviceId);
  }

  private nextVersion = 1;

  private async answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Buffer));
    const body = Buffer.concat(chunks);
    const token = String(request.headers['x-lastmile-identity']);
    const claims = openEnvelope(ENVELOPE_KEYS, token, { audience: 'devices', body, now: new Date() });
    if (claims?.iss !== 'lastmile-fleet') return { status: 401, body: {} };
    if (this.status !== 200) return { status: this.status, body: {} };
    const url = new URL(request.url ?? '', 'http://devices');
    if (url.pathname === '/fleet/roster') return { status: 200, body: this.roster(url) };
    // Only the fleet signs so, and beats are all that it posts.
    return {
      status: 200,
      body: this.receive((JSON.parse(body.toString()) as { beats: BeatMessage[] }).beats),
    };
  }

  private roster(url: URL): unknown {
    this.rosterRequests += 1;
    const after = Number(url.searchParams.get('after') ?? 0);
    const boxes = this.boxes.filter(({ rosterVersion }) => rosterVersion > after);
    const page = boxes.slice(0, Math.min(this.pageSize, Number(url.searchParams.get('limit'))));
    const cursor = String(page.at(-1)?.rosterVersion ?? after);
    return { boxes: page, next: page.length < boxes.length ? cursor : null, cursor };
  }

  private receive(beats: BeatMessage[]): HeartbeatAnswer {
    this.beats.push(...beats);
    this.batchSizes.push(beats.length);
    return { accepted: beats.length, rejected: [], desired: this.desired.splice(0) };
  }
}
