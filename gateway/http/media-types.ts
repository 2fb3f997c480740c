import { TextMemory } from '../support/text-memory';

/** The media types that answers can have. */
export type AnswerType = 'application/json' | 'application/graphql-response+json' | 'text/event-stream';

/** What a client accepts, and how explicitly. */
export interface Acceptance {
  /** The type for a single answer; undefined when none is acceptable. */
  readonly single: 'application/json' | 'application/graphql-response+json' | undefined;
  /** True when `application/json` was asked for by name, and request errors are answered as its legacy clients expect. */
  readonly isLegacyJson: boolean;
  /** True when `text/event-stream` was asked for by name. */
  readonly eventStream: boolean;
  /** How parts of an answer may come later in `multipart/mixed`; undefined when the client did not ask for it by name. */
  readonly incremental: IncrementalFormat | undefined;
  /** True when the events of a subscription may come in `multipart/mixed`. */
  readonly multipartEvents: boolean;
}

/** The format of the GraphQL specification's draft, or the one of `deferSpec=20220824`. */
export type IncrementalFormat = 'current' | '20220824';

/** Longer headers than any real client's are not read to the end, so that their parsing costs nothing. */
const MAX_RANGES = 50;

const ANYTHING: Acceptance = {
  single: 'application/json',
  isLegacyJson: false,
  eventStream: false,
  incremental: undefined,
  multipartEvents: false,
};

/** Reads an Accept header (RFC 9110, section 12.5.1). An absent one stands for `application/json`. */
export function readAccept(header: string | undefined): Acceptance {
  return header === undefined ? ANYTHING : KNOWN_ACCEPTS.of(header);
}

const KNOWN_ACCEPTS = new TextMemory(acceptanceOf);

function acceptanceOf(header: string): Acceptance {
  if (header.trim() === '') return ANYTHING;
  const ranges = header.split(',', MAX_RANGES).map(readRange);
  const weightOf = (type: AnswerType): number => {
    const [group] = type.split('/');
    const range =
      ranges.find(({ name }) => name === type) ??
      ranges.find(({ name }) => name === `${group}/*`) ??
      ranges.find(({ name }) => name === '*/*');
    return range?.weight ?? 0;
  };
  const json = weightOf('application/json');
  const graphql = weightOf('application/graphql-response+json');
  const isNamed = (type: AnswerType): boolean =>
    ranges.some(({ name, weight }) => name === type && weight > 0);
  // Equal weight by wildcard means legacy JSON; named side by side, the modern type says more.
  const prefersGraphql = graphql > json || (graphql === json && isNamed('application/graphql-response+json'));
  const single =
    json + graphql === 0
      ? undefined
      : prefersGraphql
        ? 'application/graphql-response+json'
        : 'application/json';
  return {
    single,
    isLegacyJson: single === 'application/json' && isNamed('application/json'),
    eventStream: isNamed('text/event-stream'),
    ...readMultipart(ranges),
  };
}

/** A range without parameters stands for whatever is current; a parameter names one use, in a version known here. */
function readMultipart(ranges: readonly MediaRange[]): Pick<Acceptance, 'incremental' | 'multipartEvents'> {
  let incremental: IncrementalFormat | undefined;
  let multipartEvents = false;
  for (const { name, weight, parameters } of ranges) {
    if (name !== 'multipart/mixed' || weight === 0) continue;
    const specification = parameters.find((parameter) =>
      /^(defer|incremental|subscription)spec=/.test(parameter),
    );
    const [use, version] = specification?.replace(/"/g, '').split('=') ?? [];
    if (use === undefined || use === 'subscriptionspec') multipartEvents = true;
    if (use === undefined || use === 'incrementalspec') incremental ??= 'current';
    if (use === 'deferspec' && version === '20220824') incremental ??= '20220824';
  }
  return { incremental, multipartEvents };
}

/** True when a content type is JSON in UTF-8. */
export function isUtf8Json(header: string): boolean {
  return KNOWN_CONTENT_TYPES.of(header);
}

const KNOWN_CONTENT_TYPES = new TextMemory((header) => {
  const { type, charset = 'utf-8' } = readContentType(header) ?? {};
  return type === 'application/json' && (charset === 'utf-8' || charset === 'utf8');
});

/** The essence of a media type, and its charset in lower case; undefined when it is malformed. */
function readContentType(
  header: string,
): { readonly type: string; readonly charset: string | undefined } | undefined {
  const [type = '', ...parameters] = header.split(';', 10).map((part) => part.trim().toLowerCase());
  if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type)) return undefined;
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  return { type, charset: charset?.slice('charset='.length).replace(/^"(.*)"$/, '$1') };
}

interface MediaRange {
  readonly name: string;
  readonly weight: number;
  readonly parameters: readonly string[];
}

function readRange(text: string): MediaRange {
  const [name = '', ...parameters] = text.split(';', 10).map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { name, weight: Number.isFinite(weight) ? weight : 0, parameters };
}
