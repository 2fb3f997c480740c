import { Kind, parse } from 'graphql';
import { isRecord } from '../../gateway/support/is-record';
import { messageOf } from '../../gateway/support/message-of';
import { ANONYMOUS_OPERATION, type RecordedOperation, type SeenInput } from './recorded-operation';

/** A traffic line that cannot be used; the message says what is expected and what came. */
export class TrafficLineError extends Error {}

/**
 * The operation of one line of a traffic file. Keys that are not known are left alone, so that newer gateways may write
 * more. Throws TrafficLineError.
 */
export function readTrafficLine(text: string, documents: DocumentTexts): RecordedOperation {
  const line = parseLine(text);
  const { operation = null, lastSeen = null } = line;
  const { client, document, count } = line;
  if (typeof client !== 'string') throw wrong('client', 'a string', client);
  if (operation !== null && typeof operation !== 'string') {
    throw wrong('operation', 'a string or null', operation);
  }
  if (typeof document !== 'string') throw wrong('document', 'a string', document);
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) {
    throw wrong('count', 'a whole number from 0', count);
  }
  if (lastSeen !== null && !isTime(lastSeen)) throw wrong('lastSeen', 'an RFC 3339 time or null', lastSeen);
  const known = documents.check(document);
  const name = operation === null || operation === '' ? known.firstName : operation;
  return { client, operation: name, document: known.text, count, lastSeen, seen: readSeen(line) };
}

/** The documents of a file, each parsed and kept once. */
export class DocumentTexts {
  private readonly known = new Map<string, KnownDocument>();

  /** Throws TrafficLineError when `text` is not GraphQL. */
  check(text: string): KnownDocument {
    const known = this.known.get(text);
    if (known) return known;
    const document = { text, firstName: firstNameIn(text) };
    this.known.set(text, document);
    return document;
  }
}

interface KnownDocument {
  readonly text: string;
  readonly firstName: string;
}

function firstNameIn(text: string): string {
  try {
    const { definitions } = parse(text, { noLocation: true });
    const [name] = definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value] : [],
    );
    return name ?? ANONYMOUS_OPERATION;
  } catch (error) {
    throw new TrafficLineError(`"document" is not GraphQL: ${messageOf(error)}`);
  }
}

function parseLine(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TrafficLineError(`expected one JSON object on the line: ${messageOf(error)}`);
  }
  if (!isRecord(value))
    throw new TrafficLineError('expected one JSON object on the line, but got another value');
  return value;
}

const TIME = /^\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?)?$/;

function isTime(value: unknown): value is string {
  return typeof value === 'string' && TIME.test(value) && !Number.isNaN(Date.parse(value));
}

function readSeen({ values, inputFields }: Record<string, unknown>): SeenInput {
  return {
    ...(values != null && { values: readValues(values) }),
    ...(inputFields != null && { inputFields: readStrings('inputFields', inputFields) }),
  };
}

function readValues(value: unknown): ReadonlyMap<string, ReadonlySet<string>> {
  if (!isRecord(value)) throw wrong('values', 'an object with lists of enum values', value);
  return new Map(
    Object.entries(value).map(([name, sent]) => [name, readStrings(`values.${name}`, sent)] as const),
  );
}

function readStrings(key: string, value: unknown): ReadonlySet<string> {
  if (!Array.isArray(value)) throw wrong(key, 'a list of strings', value);
  const items: readonly unknown[] = value;
  return new Set(
    items.map((item) => {
      if (typeof item !== 'string') throw wrong(key, 'a list of strings', item);
      return item;
    }),
  );
}

function wrong(key: string, expected: string, value: unknown): TrafficLineError {
  const got = value === undefined ? 'nothing' : JSON.stringify(value);
  return new TrafficLineError(
    `"${key}" must be ${expected}, but got ${got.length > 60 ? `${got.slice(0, 60)}…` : got}`,
  );
}
