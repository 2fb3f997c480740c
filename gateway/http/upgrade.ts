import { type IncomingMessage } from 'node:http';
import { type Duplex } from 'node:stream';
import { endSocket } from './listener';
import { SOCKET_PROTOCOL } from './websocket';

/** Takes over a connection. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Lets only GraphQL over WebSocket on /graphql through to `upgrade`; everything else is answered and closed. */
export function guardUpgrade(upgrade: Upgrade, isStopping: () => boolean): Upgrade {
  return (request, socket, head) => {
    const path = (request.url ?? '').split('?', 1)[0];
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    const isWebSocket = request.headers.upgrade?.toLowerCase() === 'websocket';
    if (isStopping()) {
      endSocket(socket, 503, 'The gateway is stopping.');
    } else if (path !== '/graphql') {
      endSocket(socket, 404, 'Not found.');
    } else if (!isWebSocket || !protocols.includes(SOCKET_PROTOCOL)) {
      endSocket(socket, 400, `Only the WebSocket protocol ${SOCKET_PROTOCOL} can be upgraded to.`);
    } else {
      upgrade(request, socket, head);
    }
  };
}
