import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { listen, stop } from '../../kit/gateway-subgraphs';
import { readBody } from '../stubs/read-body';

/** A subgraph with two fields: the text of one is short, that of the other takes a gigabyte. */
export interface GiantSubgraph {
  readonly url: string;
  /** How many giant answers were begun, and how many were sent to their end. */
  readonly giants: { begun: number; completed: number };
  close(): Promise<void>;
}

/** Its schema. */
export const GIANT_SDL = 'type Query { short: String giant: String }';

const GIBIBYTE = 2 ** 30;
const PIECE = Buffer.alloc(2 ** 20, 'x');

/** Starts it on a free port. */
export async function startGiantSubgraph(): Promise<GiantSubgraph> {
  const giants = { begun: 0, completed: 0 };
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      if (!body.includes('giant')) return void response.end('{"data":{"short":"x"}}');
      giants.begun += 1;
      writeGiant(response, () => (giants.completed += 1));
    });
  });
  await listen(server);
  // A TCP server that listens has no other kind of address.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/graphql`, giants, close: () => stop(server) };
}

/** In pieces as fast as they are taken, without saying how long it is. */
function writeGiant(response: ServerResponse, completed: () => void): void {
  let left = GIBIBYTE;
  const write = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= PIECE.length;
      if (!response.write(PIECE)) return void response.once('drain', write);
    }
    if (!response.destroyed) response.end('"}}', completed);
  };
  response.write('{"data":{"giant":"');
  write();
}
