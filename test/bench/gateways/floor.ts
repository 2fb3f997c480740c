import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { answerQuestions } from '../process/answer-questions';
import { readBody } from '../stubs/read-body';
import { type FloorCall, type FloorScript } from './floor-script';

// The least that a gateway on node and undici can do: read the request, make the calls, parse their answers, write the
// answer. It knows neither GraphQL nor the graph. Argument: the file of its FloorScript.

// Written by the bench.
const script = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as FloorScript;
const answer: unknown = JSON.parse(script.answer);
const pools = new Map<string, Pool>();
const callsInFlight = new Map<string, Promise<string>>();
const requestsInFlight = new Map<string, Promise<Buffer>>();

const server = createServer((request, response) => void handle(request, response));
server.listen(0, '127.0.0.1', () => {
  // A TCP server has no other kind of address.
  const { port } = server.address() as AddressInfo;
  answerQuestions({ url: `http://127.0.0.1:${port}/` });
});

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await readBody(request)).toString();
  const bytes = await (script.sharing === 'client'
    ? shared(requestsInFlight, body, () => run(body))
    : run(body));
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
  });
  response.end(bytes);
}

async function run(body: string): Promise<Buffer> {
  JSON.parse(body);
  for (const wave of script.waves) await Promise.all(wave.map(callAndParse));
  return Buffer.from(JSON.stringify(answer));
}

async function callAndParse(call: FloorCall): Promise<unknown> {
  const key = `${call.url} ${call.body}`;
  const text = script.sharing === 'subgraph' ? shared(callsInFlight, key, () => send(call)) : send(call);
  return JSON.parse(await text);
}

async function send({ url, body }: FloorCall): Promise<string> {
  const { origin, pathname } = new URL(url);
  let pool = pools.get(origin);
  if (!pool) pools.set(origin, (pool = new Pool(origin, { connections: 256, pipelining: 1 })));
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const answered = await pool.request({ path: pathname, method: 'POST', headers, body });
  return answered.body.text();
}

function shared<Value>(
  inFlight: Map<string, Promise<Value>>,
  key: string,
  start: () => Promise<Value>,
): Promise<Value> {
  const running = inFlight.get(key);
  if (running) return running;
  const begun = start().finally(() => inFlight.delete(key));
  inFlight.set(key, begun);
  return begun;
}
