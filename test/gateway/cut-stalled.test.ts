import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { cutStalled } from '../../gateway/http/cut-stalled';
import { until } from '../kit/gateway-streams';
import { listen, stop } from '../kit/gateway-subgraphs';

let server: Server;
let sockets: Socket[];
let open: Set<Socket>;

beforeEach(async () => {
  sockets = [];
  open = new Set();
  // Far more than the system's own buffers take.
  server = createServer((_request, response) => response.end(Buffer.alloc(16_000_000)));
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  cutStalled(server, { everyMs: 1_000, heldBytes: 100_000 });
  await listen(server);
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await stop(server);
});

function client(): Socket {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  sockets.push(socket);
  return socket;
}

test('a client that does not read its answer is cut off', async () => {
  const socket = client();
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => open.size === 1);
  await until(() => open.size === 0);
});

test('a client that reads slowly but steadily gets all of it', async () => {
  const socket = client();
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    socket.pause();
    // About 6 MB a second.
    setTimeout(() => socket.resume(), 10);
  });
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => bytes >= 16_000_000);
});

test('a client that asks for nothing is left alone', async () => {
  const socket = client();
  await until(() => open.size === 1);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect([open.size, socket.destroyed]).toEqual([1, false]);
});
