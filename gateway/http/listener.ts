import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type Duplex } from 'node:stream';
import { clientError, ERROR_DEFINITIONS } from '../errors';
import { cutStalled } from './cut-stalled';
import { errorsText, SAFE_HEADERS } from './send-json';

/** What the sockets call. */
export interface ListenerHandlers {
  readonly request: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

const HEADER_TIMEOUT_MS = 10_000;
const BODY_TIMEOUT_MS = 15_000;
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

/** An HTTP server with bounds on time and size, that answers in JSON even to what is hardly HTTP. */
export function createListener(handlers: ListenerHandlers): Server {
  const server = createServer({
    // Above the bounds of `checkHeadSize`, so that most oversized heads get its exact answer.
    maxHeaderSize: 32 * 1024,
    headersTimeout: HEADER_TIMEOUT_MS,
    requestTimeout: BODY_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    connectionsCheckingInterval: 1_000,
    // Node would answer with an empty body.
    requireHostHeader: false,
  });
  // Node would drop further headers in silence; their size is bounded already.
  server.maxHeadersCount = 0;
  cutStalled(server);
  server.on('request', handlers.request);
  server.on('upgrade', handlers.upgrade);
  server.on('connect', (_request, socket) =>
    endSocket(socket, 405, 'CONNECT is not possible.', ['allow: GET, POST']),
  );
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const text = errorsText([clientError('BAD_REQUEST', { message: 'The expectation cannot be met.' })]);
    response.writeHead(417, { ...SAFE_HEADERS, 'content-type': 'application/json; charset=utf-8' }).end(text);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status = STATUS_BY_PARSER_ERROR[error.code ?? ''] ?? 400;
    endSocket(
      socket,
      status,
      status === 400 ? ERROR_DEFINITIONS.BAD_REQUEST.message : `${STATUS_CODES[status]}.`,
    );
  });
  return server;
}

const STATUS_BY_PARSER_ERROR: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers on a bare socket and ends it. */
export function endSocket(
  socket: Duplex,
  status: number,
  message: string,
  headers: readonly string[] = [],
): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const text = errorsText([clientError('BAD_REQUEST', { message })]);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
    ...headers,
  ];
  socket.on('error', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}

/** Says in words why a port cannot be bound; other errors are returned as they are. */
export function explainListenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') return new Error(`Port ${port} on ${host} is in use by another process.`);
  if (error.code === 'EACCES') return new Error(`Port ${port} on ${host} may not be opened by this user.`);
  if (error.code === 'EADDRNOTAVAIL')
    return new Error(`The address ${host} does not belong to this machine.`);
  return error;
}
