import {
  Kind,
  parse,
  print,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
} from 'graphql';
import { keepUsedDefinitions } from '../../gateway/authorization/keep-used-definitions';
import { type TrafficError } from './read-traffic';
import { ANONYMOUS_OPERATION, type RecordedOperation } from './recorded-operation';

/** A file of trusted documents. */
export interface TrustedFile {
  /** As the user should see it. */
  readonly file: string;
  /** Below the folder of operations, with `/`: `client.graphql` or `client/anything.graphql`. */
  readonly path: string;
  readonly text: string;
}

/** What the files hold; with errors they must not be used. */
export interface TrustedDocuments {
  readonly operations: readonly RecordedOperation[];
  readonly errors: readonly TrafficError[];
}

/**
 * The operations that clients are trusted with. Each counts as sent once: nobody needs to have recorded it. The client is
 * the file's name, or the folder's when it is in one. All files of a client share their fragments.
 */
export function readTrustedDocuments(files: readonly TrustedFile[]): TrustedDocuments {
  const errors: TrafficError[] = [];
  const documents = new Map<string, DocumentNode[]>();
  for (const file of files) {
    try {
      const client = clientOf(file.path);
      documents.set(client, [...(documents.get(client) ?? []), parseFile(file.text)]);
    } catch (cause) {
      // `parse` throws GraphQLError and nothing else.
      const error = cause as GraphQLError;
      errors.push({ file: file.file, line: error.locations?.[0]?.line ?? null, message: error.message });
    }
  }
  const operations = [...documents].flatMap(([client, parsed]) => operationsOf(client, parsed));
  return { operations: errors.length > 0 ? [] : operations, errors };
}

/** A file of nothing but comments holds no operation; graphql-js would call it a syntax error. */
function parseFile(text: string): DocumentNode {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const isEmpty = plain.split(/\r\n|\r|\n/).every((line) => /^[\s,]*(#.*)?$/.test(line));
  return isEmpty ? { kind: Kind.DOCUMENT, definitions: [] } : parse(plain);
}

function clientOf(path: string): string {
  const [first = ''] = path.split('/');
  return first.replace(/\.(graphql|gql)$/, '');
}

function operationsOf(client: string, documents: readonly DocumentNode[]): RecordedOperation[] {
  const fragmentsIn = ({ definitions }: DocumentNode): FragmentDefinitionNode[] =>
    definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [each] : []));
  const shared = documents.flatMap(fragmentsIn);
  return documents.flatMap((document) => {
    // Of two fragments with one name that of the same file is meant.
    const fragments = [...shared, ...fragmentsIn(document)];
    const operations = document.definitions.flatMap((each) =>
      each.kind === Kind.OPERATION_DEFINITION ? [each] : [],
    );
    return operations.map((operation) => ({
      client,
      operation: operation.name?.value ?? ANONYMOUS_OPERATION,
      document: print(keepUsedDefinitions(operation, fragments)),
      count: 1,
      lastSeen: null,
      seen: {},
      isTrusted: true,
    }));
  });
}
