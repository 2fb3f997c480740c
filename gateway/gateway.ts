import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperationTypeNode } from 'graphql';
import { type Logger } from 'pino';
import { answerExchange } from './answer-exchange';
import { type GatewayConfig } from './config';
import { coerceVariables } from './documents/coerce-variables';
import { prepareDocument } from './documents/prepare-document';
import { selectOperation } from './documents/select-operation';
import { RequestRefused } from './errors';
import { Exchange } from './exchange';
import { finishExchange } from './finish-exchange';
import {
  checkAccept,
  checkContentType,
  checkCrossSite,
  checkHeadSize,
  checkMethod,
  checkStreamedQuery,
} from './http/check-request-head';
import { createDrain } from './http/drain';
import { createListener, explainListenError } from './http/listener';
import { answerOtherPath, type GatewayHealth } from './http/other-paths';
import { bodyText, readBody } from './http/read-body';
import { parametersFromBody, parametersFromUrl } from './http/request-parameters';
import { sendRefusal } from './http/send-json';
import { guardUpgrade } from './http/upgrade';
import { createSocketServer } from './http/websocket';
import { checkListItems } from './limits/list-items';
import { type SharedPlanStore } from './planning/cache/shared-plan-store';
import { beginTrace } from './record-request';
import { createServices, type Services } from './services';
import { prepareSocketOperation } from './socket-operation';
import { createLogger } from './telemetry/log';
import { type Exposition } from './telemetry/metrics';
import { type Tracing } from './telemetry/request-trace';

/** A running gateway. */
export interface Gateway {
  /** Where it listens, such as `http://127.0.0.1:4000/graphql`; empty before `listen`. */
  readonly url: string;
  /** Binds the configured host and port. Rejects with an Error that names them when that is not possible. */
  listen(): Promise<void>;
  /** Stops: not ready at once, subscriptions completed, running requests finished within the configured grace. */
  close(): Promise<void>;
  /** Its figures as plain JSON, for whoever adds up several gateways. */
  figures(): Promise<unknown>;
}

/** What a gateway may be given instead of its own. */
export interface GatewayDependencies {
  readonly log?: Logger;
  /** Adds figures of the process to the metrics; for the gateway that owns its process. */
  readonly collectProcessFigures?: boolean;
  /** Sends traces. @default none are made */
  readonly tracing?: Tracing | undefined;
  /** Shares plans with other gateways, unless Redis is configured for that. @default they are not shared */
  readonly planStore?: SharedPlanStore;
  /** Answers /metrics. @default with the figures of this gateway */
  readonly expose?: (own: () => Promise<Exposition>) => Promise<Exposition>;
  /** True while others answer on the same port, so that it stays ready when this gateway stops. @default there are none */
  readonly hasOthers?: () => boolean;
}

/** One step in the life of a request to /graphql. It ends the request by throwing RequestRefused. */
interface Stage {
  readonly name: string;
  readonly run: (services: Services, exchange: Exchange) => void | Promise<void>;
}

/**
 * The life of a request. Order matters: each step is cheaper than the next and shields it, nothing is read from the body
 * before the head is known to be harmless, nobody's document is parsed before it is known who they are, and nothing
 * recursive sees a document whose tokens and nesting have not been counted.
 */
const STAGES: readonly Stage[] = [
  { name: 'head size', run: (_services, { request }) => checkHeadSize(request) },
  { name: 'method', run: (_services, { request }) => checkMethod(request.method) },
  { name: 'content type', run: (_services, { request }) => checkContentType(request) },
  { name: 'cross-site', run: (_services, { request, acceptance }) => checkCrossSite(request, acceptance) },
  { name: 'accept', run: (_services, { acceptance }) => checkAccept(acceptance) },
  { name: 'identity', run: identify },
  // After identity, because it is counted per client; before the body, because bodies take memory.
  { name: 'concurrency', run: enter },
  { name: 'body', run: readParameters },
  // Size, tokens, parse, static limits and validation, remembered together by the document's text.
  { name: 'document', run: prepare },
  { name: 'operation', run: resolveOperation },
  { name: 'variables', run: coerce },
  // Authorization filter, plan and execution follow inside, because each event of a subscription needs them too.
  { name: 'answer', run: answerExchange },
];

/**
 * Opens everything the configuration names and returns a gateway that does not listen yet. Rejects with an Error for
 * operators when the supergraph, the keys or the configuration cannot be used.
 */
export async function createGateway(
  config: GatewayConfig,
  dependencies: GatewayDependencies = {},
): Promise<Gateway> {
  const services = await createServices(
    config,
    dependencies.log ?? createLogger(config.log.level),
    dependencies,
  );
  if (dependencies.collectProcessFigures) services.metrics.collectProcessFigures();
  const sockets = createSocketServer({
    authenticate: (authorization) => services.authenticator.authenticate(authorization),
    prepare: (principal, parameters, request) =>
      prepareSocketOperation(services, principal, parameters, request),
    maxMessageBytes: config.identity ? config.limits.internal.bodyBytes : config.limits.public.bodyBytes,
  });
  const { metrics, stopping } = services;
  const { expose = (own) => own(), hasOthers = () => false } = dependencies;
  let isReady = true;
  const health: GatewayHealth = {
    isReady: () => isReady || hasOthers(),
    exposeMetrics: () => expose(() => metrics.expose()),
  };
  const server = createListener({
    request: (request, response) => handleRequest(services, health, request, response),
    upgrade: guardUpgrade(sockets.upgrade, () => stopping.signal.aborted),
  });
  const drain = createDrain(server);
  let url = '';
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    isReady = false;
    // Until whoever sends requests here has seen it.
    if (!hasOthers()) await sleep(config.shutdown.readinessMs);
    stopping.abort();
    await Promise.all([drain(config.shutdown.graceMs), sockets.close()]);
    await services.stop();
  };
  return {
    get url() {
      return url;
    },
    listen: async () => {
      await new Promise<void>((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) =>
          reject(explainListenError(error, config.host, config.port)),
        );
        server.listen(config.port, config.host, resolve);
      }).catch(async (error: unknown) => {
        await services.stop();
        throw error;
      });
      const { address, family, port } = server.address() as AddressInfo; // A TCP server has no other kind of address.
      url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/graphql`;
    },
    close: () => (closing ??= close()),
    figures: () => metrics.figuresNow(),
  };
}

function handleRequest(
  services: Services,
  health: GatewayHealth,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { url = '', method } = request;
  const path = url === '/graphql' ? url : (url.split('?', 1)[0] ?? '');
  response.on('error', ignore);
  if (path === '/graphql' && method === 'OPTIONS') {
    // No Access-Control header: pages of other origins get no permission.
    response.writeHead(204, { allow: 'GET, POST, OPTIONS' }).end();
  } else if (path === '/graphql' || !path.startsWith('/')) void handleGraphQL(services, request, response);
  else void answerOtherPath(health, path, request, response);
}

/** What fails while an answer is sent is seen as its end. */
function ignore(): void {
  return undefined;
}

async function handleGraphQL(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const exchange = new Exchange(request, response, services.serving.current());
  exchange.trace = beginTrace(services, request.method, request.headers);
  response.on('close', () => finishExchange(services, exchange));
  const { requestStages } = services.metrics;
  let stage = '';
  let since = requestStages.begin();
  try {
    for (const { name, run } of STAGES) {
      stage = name;
      const waiting = run(services, exchange);
      if (waiting) await waiting;
      since = requestStages.end(stage, since);
    }
  } catch (error) {
    if (!(error instanceof RequestRefused))
      services.log.error({ err: error, stage }, 'a stage failed unexpectedly');
    const refusal = error instanceof RequestRefused ? error : new RequestRefused('INTERNAL_SERVER_ERROR');
    services.metrics.errors(refusal.errors);
    sendRefusal(response, refusal, exchange.acceptance, exchange.requestId);
  } finally {
    for (const cleanup of exchange.cleanups) cleanup();
  }
}

function identify({ authenticator }: Services, exchange: Exchange): void | Promise<void> {
  const { authorization } = exchange.request.headers;
  if (authenticator.isAnonymous(authorization)) return;
  return authenticator.authenticate(authorization).then((principal) => {
    exchange.principal = principal;
  });
}

function enter(services: Services, exchange: Exchange): void {
  const leave = services.requests.enter(exchange.principal);
  exchange.cleanups.push(leave);
}

async function readParameters({ config }: Services, exchange: Exchange): Promise<void> {
  const { bodyBytes, jsonDepth } = config.limits[exchange.tier];
  exchange.parameters =
    exchange.request.method === 'GET'
      ? parametersFromUrl(exchange.search, jsonDepth)
      : parametersFromBody(bodyText(await readBody(exchange.request, bodyBytes)), jsonDepth);
}

function prepare({ config }: Services, exchange: Exchange): void {
  const { graph } = exchange.served;
  const { document } = prepareDocument(exchange.parameters.query, {
    schema: graph.supergraph.clientSchema,
    introspection: config.introspection,
    cache: graph.documents,
    limits: config.limits[exchange.tier],
    tier: exchange.tier,
  });
  exchange.document = document;
}

function resolveOperation(_services: Services, exchange: Exchange): void {
  const { document, parameters, request } = exchange;
  exchange.operation = selectOperation(document, parameters.operationName);
  const kind = exchange.operation.operation;
  if (request.method === 'GET' && kind === OperationTypeNode.MUTATION) {
    throw new RequestRefused(
      'BAD_REQUEST',
      { status: 405, message: 'A GET cannot run a mutation.' },
      { allow: 'POST' },
    );
  }
  if (kind !== OperationTypeNode.SUBSCRIPTION) checkStreamedQuery(request);
}

function coerce({ config, usage }: Services, exchange: Exchange): void {
  const { served, operation, parameters, tier } = exchange;
  checkListItems(parameters.variables, config.limits[tier].listItems);
  const schema = served.graph.supergraph.clientSchema;
  exchange.variables = coerceVariables(schema, operation, parameters.variables, config.introspection);
  if (usage) {
    const { document, principal, variables } = exchange;
    usage.note({ schema, document, operation, client: principal.client, given: variables.given });
  }
}
