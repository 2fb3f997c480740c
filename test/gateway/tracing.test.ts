import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { openTracing } from '../../gateway/telemetry/open-tracing';
import { createClient } from 'graphql-ws';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { requireBuild, startGatewayProcess } from '../kit/gateway-process';
import { shop } from '../kit/gateway-shop';
import { until } from '../kit/gateway-streams';
import { listen, readText, stop } from '../kit/gateway-subgraphs';
import { startGatewayWorld, type GatewayWorld } from '../kit/gateway-world';

/** A span as OTLP writes it in JSON. */
interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: Pick<Span, 'attributes'>;
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

const TRACE_ID = 'a'.repeat(32);
const CLIENT_SPAN = 'b'.repeat(16);
const TRACEPARENT = `00-${TRACE_ID}-${CLIENT_SPAN}-01`;
const QUERY = 'query Readers { people { id read { title } } }';

let world: GatewayWorld;
let collector: Server;
const exports: Export[] = [];

beforeAll(async () => {
  requireBuild();
  world = await startGatewayWorld(shop());
  collector = createServer((request, response) => {
    void readText(request).then((text) => {
      if (request.url === '/v1/traces') exports.push(JSON.parse(text) as Export);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await listen(collector);
});
afterAll(async () => {
  await stop(collector);
  await world.close();
});

async function ask(url: string, headers: Record<string, string>): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: QUERY, operationName: 'Readers' }),
  });
  await response.text();
}

function spans(): Span[] {
  return exports.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  );
}

test('with an endpoint for traces a request, its plan and its fetches are spans of the trace of the client', async () => {
  const { port } = collector.address() as AddressInfo;
  const gateway = await startGatewayProcess(['--supergraph', world.supergraphFile], {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_SERVICE_NAME: 'the-edge',
  });
  await ask(gateway.url, { traceparent: TRACEPARENT });
  expect(await gateway.stop()).toBe(0);
  const [request] = spans().filter(({ name }) => name === 'graphql');
  expect(request).toMatchObject({ traceId: TRACE_ID, parentSpanId: CLIENT_SPAN });
  const children = spans().filter(({ parentSpanId }) => parentSpanId === request?.spanId);
  expect(children.map(({ name }) => name).sort()).toEqual(['fetch books', 'fetch people', 'plan']);
  expect(JSON.stringify(request?.attributes)).toContain('{"key":"graphql.operation.name","value":{"stringValue":"Readers"}}'); // prettier-ignore
  expect(JSON.stringify(exports[0]?.resourceSpans[0]?.resource)).toContain('{"stringValue":"the-edge"}');
  // Each subgraph stands below the span that asked it, and the line in the log names the trace.
  for (const name of ['people', 'books']) {
    const span = spans().find((each) => each.name === `fetch ${name}`);
    expect(world.subgraph(name).seen.at(-1)?.headers.traceparent).toBe(`00-${TRACE_ID}-${span?.spanId}-01`);
  }
  expect(gateway.lines().find(({ msg }) => msg === 'request')).toMatchObject({ traceId: TRACE_ID });
});

test('an operation over WebSocket has a span of its own, as a request has', async () => {
  const { port } = collector.address() as AddressInfo;
  const gateway = await startGatewayProcess(['--supergraph', world.supergraphFile], {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  });
  exports.length = 0;
  const client = createClient({ url: gateway.url.replace('http', 'ws'), webSocketImpl: WebSocket });
  await client.iterate({ query: '{ people { id } }' }).next();
  await client.dispose();
  expect(await gateway.stop()).toBe(0);
  const [operation] = spans().filter(({ name }) => name === 'graphql');
  const children = spans().filter(({ parentSpanId }) => parentSpanId === operation?.spanId);
  expect(children.map(({ name }) => name).sort()).toEqual(['fetch people', 'plan']);
  expect(JSON.stringify(operation?.attributes)).toContain('"graphql.operation.type"');
});

test('a request without a trace begins one, and one that is not valid is not continued', async () => {
  const { port } = collector.address() as AddressInfo;
  const gateway = await startGatewayProcess(['--supergraph', world.supergraphFile], {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${port}/v1/traces`,
  });
  exports.length = 0;
  await ask(gateway.url, {});
  await ask(gateway.url, { traceparent: `00-${'0'.repeat(32)}-${CLIENT_SPAN}-01` });
  await gateway.stop();
  const roots = spans().filter(({ name }) => name === 'graphql');
  expect(new Set(roots.map(({ traceId }) => traceId)).size).toBe(2);
  expect(roots.filter(({ parentSpanId }) => parentSpanId !== undefined && parentSpanId !== '')).toEqual([]);
});

test('a collector that is gone costs no answer and does not hold up the end', async () => {
  const gateway = await startGatewayProcess(['--supergraph', world.supergraphFile], {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
  });
  await ask(gateway.url, {});
  expect(await gateway.stop()).toBe(0);
});

test('without OTEL_* nothing is sent anywhere, and the trace of the client goes on to the subgraphs', async () => {
  exports.length = 0;
  await world.ask(QUERY, { headers: { traceparent: TRACEPARENT, 'x-request-id': 'traced' } });
  expect(world.subgraph('people').seen.at(-1)?.headers.traceparent).toBe(TRACEPARENT);
  await world.ask(QUERY, { headers: { traceparent: `${TRACEPARENT}\tx` } });
  expect(world.subgraph('people').seen.at(-1)?.headers.traceparent).toBeUndefined();
  await until(() => world.logs.some((line) => line.includes('"traced"')));
  expect(world.logs.find((line) => line.includes('"traced"'))).toContain(TRACE_ID);
  expect(exports).toEqual([]);
});

test.each([
  ['nothing is set', {}],
  [
    'the exporter is none',
    { OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
  ],
  ['all is disabled', { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }],
])('there are no traces when %s', async (_name, environment) => {
  expect(await openTracing(environment, pino({ level: 'silent' }))).toBeUndefined();
});

test('an exporter that there is not is refused with those that there are', async () => {
  await expect(openTracing({ OTEL_TRACES_EXPORTER: 'zipkin' }, pino({ level: 'silent' }))).rejects.toThrow(
    'must be otlp, console or none, but got "zipkin"',
  );
});
