import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { listen, stop } from './gateway-subgraphs';

type Message = Record<string, unknown>;

/** One connection of the gateway, with what it said. */
export interface HeardSocket {
  readonly headers: IncomingHttpHeaders;
  readonly messages: Message[];
  readonly socket: WebSocket;
  isClosed: boolean;
  say(message: Message): void;
  /** Sends an event of the one operation. */
  publish(payload: unknown): void;
}

/** A subgraph's side of GraphQL over WebSocket, which does only what the test says. */
export interface SocketSubgraph {
  readonly url: string;
  readonly sockets: HeardSocket[];
  /** How it answers `connection_init`; acknowledges unless the test replaces it. */
  greet: (heard: HeardSocket) => void;
  /** The newest connection once it has asked for its operation. */
  subscribed(): Promise<HeardSocket>;
  stop(): Promise<void>;
}

/** Starts one on a free port. */
export async function startSocketSubgraph(): Promise<SocketSubgraph> {
  const server = createServer((_request, response) => void response.writeHead(404).end());
  const sockets: HeardSocket[] = [];
  const waiting: ((heard: HeardSocket) => void)[] = [];
  const protocol = 'graphql-transport-ws';
  new WebSocketServer({ server, handleProtocols: (offered) => offered.has(protocol) && protocol }).on(
    'connection',
    (socket, request) => {
      const heard = hear(socket, request.headers);
      sockets.push(heard);
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as Message; // The gateway's own.
        heard.messages.push(message);
        if (message.type === 'connection_init') subgraph.greet(heard);
        if (message.type === 'subscribe') for (const resolve of waiting.splice(0)) resolve(heard);
      });
    },
  );
  await listen(server);
  const subgraph: SocketSubgraph = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    sockets,
    greet: (heard) => heard.say({ type: 'connection_ack' }),
    subscribed: () => new Promise((resolve) => waiting.push(resolve)),
    stop: () => {
      for (const { socket } of sockets) socket.terminate();
      return stop(server);
    },
  };
  return subgraph;
}

function hear(socket: WebSocket, headers: IncomingHttpHeaders): HeardSocket {
  const heard: HeardSocket = {
    headers,
    messages: [],
    socket,
    isClosed: false,
    say: (message) => socket.send(JSON.stringify(message)),
    publish: (payload) => heard.say({ id: '1', type: 'next', payload }),
  };
  socket.on('close', () => (heard.isClosed = true));
  return heard;
}
