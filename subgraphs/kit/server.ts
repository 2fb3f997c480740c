import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import type { Logger } from 'pino';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { type Caller } from './caller';
import { type EnvelopeClaims, type EnvelopeKeys, callerOf, openEnvelope } from './envelope';
import type { ReceivedEvent } from './events';
import { formatRoomError } from './format-error';

const GATEWAY = 'lastmile-gateway';
const MAX_BODY_BYTES = 16 * 1024 * 1024;

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes that the envelope was signed over. */
    rawBody: Buffer;
    caller: Caller;
  }
}

/** What the HTTP side of a room is made of. */
export interface RoomServerParts {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly envelopeKeys: EnvelopeKeys;
  readonly clock: () => Date;
  readonly log: Logger;
  contextFor(caller: Caller): object;
  receive(producer: string, events: readonly ReceivedEvent[]): Promise<void>;
  isReady(): Promise<boolean>;
  routes?(app: FastifyInstance): void;
}

/**
 * One subgraph over HTTP: `POST /graphql` (JSON, or server-sent events for subscriptions), `POST /events`,
 * `/live`, `/ready`, `/metrics` and the room's own routes. `/graphql` and `/events` answer 401 to every request
 * without a valid envelope, `_service` included.
 */
export async function createRoomServer(parts: RoomServerParts): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: 'idle', logger: false });
  app.decorateRequest('caller', null as unknown as Caller);
  app.decorateRequest('rawBody', null as unknown as Buffer);
  keepRawJson(app);
  answerErrorsInJson(app, parts.log);
  const apollo = await startApollo(app, parts);
  const answer = fastifyApolloHandler(apollo, {
    context: async (request) => parts.contextFor(request.caller),
  });
  const stream = createHandler<Record<string, unknown>>({
    schema: parts.schema,
    // graphql-sse's `raw` is Fastify's request, not Node's. It hands on the room's very object, methods included;
    // only its type wants an index signature.
    context: (request) => parts.contextFor(request.raw.caller) as Record<string, unknown>,
  });
  app.post('/graphql', async (request, reply) => {
    const claims = claimsOf(request, parts);
    if (claims?.iss !== GATEWAY) return refuse(reply);
    request.caller = callerOf(claims);
    return wantsStream(request) ? stream(request, reply) : answer.call(app, request, reply);
  });
  addEvents(app, parts);
  addHealth(app, parts);
  parts.routes?.(app);
  return app;
}

/** Who sent a request to one of a room's own routes: the claims of its envelope, or null. */
export function claimsOf(
  request: FastifyRequest,
  parts: Pick<RoomServerParts, 'name' | 'envelopeKeys' | 'clock'>,
): EnvelopeClaims | null {
  const header = request.headers['x-lastmile-identity'];
  return openEnvelope(parts.envelopeKeys, typeof header === 'string' ? header : undefined, {
    audience: parts.name,
    body: request.rawBody ?? Buffer.alloc(0),
    now: parts.clock(),
  });
}

/** The answer to a request without a valid envelope. */
export function refuse(reply: FastifyReply): FastifyReply {
  return reply.code(401).send(errorBody('UNAUTHENTICATED', 'Expected a request signed by the gateway.'));
}

/** An error in the shape of a GraphQL answer, the shape of every error here. */
export function errorBody(code: string, message: string): object {
  return { errors: [{ message, extensions: { code } }] };
}

function wantsStream(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/event-stream') ?? false;
}

function keepRawJson(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // `parseAs: 'buffer'` gives exactly that.
    request.rawBody = body as Buffer;
    try {
      done(null, JSON.parse(request.rawBody.toString('utf8')));
    } catch {
      done(Object.assign(new Error('Expected JSON, got something else.'), { statusCode: 400 }));
    }
  });
}

function answerErrorsInJson(app: FastifyInstance, log: Logger): void {
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send(errorBody('NOT_FOUND', `There is nothing at ${request.method} ${request.url.slice(0, 100)}.`)),
  );
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send(errorBody('BAD_USER_INPUT', error.message));
    log.error({ err: error }, 'unexpected error in a route');
    return reply.code(500).send(errorBody('INTERNAL_SERVER_ERROR', 'Something unexpected went wrong here.'));
  });
}

async function startApollo(app: FastifyInstance, parts: RoomServerParts): Promise<ApolloServer<object>> {
  const apollo = new ApolloServer<object>({
    schema: parts.schema,
    introspection: true,
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    formatError: (formatted, error) => formatRoomError(formatted, error, parts.log),
  });
  await apollo.start();
  // Fastify calls this when its last request is answered. A drain plugin would wait for this very close: for ever.
  app.addHook('onClose', async () => apollo.stop());
  return apollo;
}

function addEvents(app: FastifyInstance, parts: RoomServerParts): void {
  app.post('/events', async (request, reply) => {
    const claims = claimsOf(request, parts);
    // Before the body is looked at, which may be anything as long as nobody vouches for it.
    if (claims === null) return refuse(reply);
    // Signed by a holder of the key, and only rooms send here: the body has the shape that `httpDelivery` writes.
    const { producer, events } = request.body as { producer: string; events: ReceivedEvent[] };
    if (claims.iss !== `lastmile-${producer}`) return refuse(reply);
    await parts.receive(producer, events);
    return reply.code(204).send();
  });
}

function addHealth(app: FastifyInstance, parts: RoomServerParts): void {
  const registry = new Registry();
  registry.setDefaultLabels({ subgraph: parts.name });
  collectDefaultMetrics({ register: registry });
  app.get('/live', async () => ({ status: 'live' }));
  app.get('/ready', async (_request, reply) => {
    const ready = await parts.isReady().catch(() => false);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
