import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { EnvelopeKeys } from '../../kit/envelope';
import { type ErrorCode } from '../../kit/errors';
import { errorBody } from '../../kit/server';
import { DiskFailure } from './disk-failure';
import { isFileName } from './image-files';
import { TooManyBytes } from './receive-bytes';
import { createLinger, type Linger } from './linger';
import { isValidTicket } from './ticket';
import type { UploadOutcome, Uploads } from './uploads';

/** What the route works with. */
export interface UploadRouteParts {
  readonly uploads: Uploads;
  readonly envelopeKeys: EnvelopeKeys;
  readonly clock: () => Date;
  readonly maxBytes: number;
}

interface Answer {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
}

const OUTCOMES: Readonly<Record<Exclude<UploadOutcome, 'stored'>, Answer>> = {
  'not-found': answer(404, 'NOT_FOUND', 'There is no image of this id.'),
  'not-queued': answer(
    409,
    'CONFLICT',
    'Expected an image that waits for its bytes (QUEUED), got one that has them or gets them.',
  ),
  empty: answer(400, 'BAD_USER_INPUT', 'Expected the bytes of the image, got none.'),
  'not-qcow2': answer(
    400,
    'BAD_USER_INPUT',
    'Expected a QCOW2 image as declared, got bytes of another format; the image is KILLED.',
  ),
  'taken-away': answer(409, 'CONFLICT', 'The image was changed or deleted while its bytes came.'),
};

const BAD_TICKET = answer(
  401,
  'UNAUTHENTICATED',
  'Expected the "ticket" that createImage returned for this image and that has not expired.',
);
const DISK = answer(503, 'UNAVAILABLE', 'The bytes cannot be stored right now; try again.');

/**
 * `PUT /v2/images/:imageId/file?ticket=...` with `application/octet-stream`, the path that Glance's clients know; the types
 * that clients put on plain bytes when nobody told them one are taken as well.
 * 204 when the image is ACTIVE. The ticket in the URL is the identity, no envelope is needed.
 */
export function addUploadRoute(app: FastifyInstance, parts: UploadRouteParts): void {
  const linger = createLinger();
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Also called for a body without any type.
    scope.addContentTypeParser('*', ({ headers }, payload, done) =>
      holdsPlainBytes(headers['content-type'] ?? '') ? done(null, payload) : done(WRONG_TYPE),
    );
    scope.put('/v2/images/:imageId/file', (request, reply) => upload(request, reply, { ...parts, linger }));
  });
  // A stop must not wait for gigabytes: their image is QUEUED again and the client may repeat.
  app.addHook('preClose', async () => {
    parts.uploads.abort();
    linger.cut();
  });
}

/** A form with parts or a JSON document would be stored with its wrapping: not what anybody means. */
const WRONG_TYPE = Object.assign(
  new Error('Expected the bytes of the image as application/octet-stream, got another content type.'),
  { statusCode: 415 },
);

/** Without a type as `fetch` sends a buffer; as text as it sends a string; as a form as `curl --data-binary` does. */
function holdsPlainBytes(contentType: string): boolean {
  return /^\s*($|application\/octet-stream|text\/plain|application\/x-www-form-urlencoded)/i.test(
    contentType,
  );
}

async function upload(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: UploadRouteParts & { readonly linger: Linger },
): Promise<FastifyReply> {
  const refuse = ({ status, code, message }: Answer): FastifyReply => {
    parts.linger.watch(request.raw);
    return reply.code(status).send(errorBody(code, message));
  };
  // Both are text or absent for this route's pattern.
  const { imageId } = request.params as { imageId: string };
  const { ticket } = request.query as { ticket?: unknown };
  if (!isValidTicket(parts.envelopeKeys, imageId, ticket, parts.clock())) return refuse(BAD_TICKET);
  if (!isFileName(imageId)) return refuse(OUTCOMES['not-found']);
  if (Number(request.headers['content-length'] ?? 0) > parts.maxBytes) {
    return refuse(tooLarge(parts.maxBytes));
  }
  if (request.headers['content-length'] === '0' || !(request.body instanceof Readable)) {
    return refuse(OUTCOMES.empty);
  }
  const result = await store(parts, imageId, request.body);
  return result === 'stored' ? reply.code(204).send() : refuse(result);
}

async function store(
  { uploads, maxBytes }: UploadRouteParts,
  imageId: string,
  source: Readable,
): Promise<'stored' | Answer> {
  try {
    const outcome = await uploads.store(imageId, source);
    return outcome === 'stored' ? outcome : OUTCOMES[outcome];
  } catch (error) {
    if (error instanceof TooManyBytes) return tooLarge(maxBytes);
    if (error instanceof DiskFailure) return DISK;
    // The client went away in the middle: nobody reads the answer.
    if (source.destroyed && !source.readableEnded) return OUTCOMES.empty;
    throw error;
  }
}

function tooLarge(maxBytes: number): Answer {
  return answer(413, 'BAD_USER_INPUT', `Expected at most ${maxBytes} bytes, got more.`);
}

function answer(status: number, code: ErrorCode, message: string): Answer {
  return { status, code, message };
}
