import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import { RequestRefused } from '../errors';
import { shorten } from '../support/shorten';

/** Deeper than any document that another limit lets pass, and far from what the recursive parser's stack can take. */
const MAX_BRACKET_DEPTH = 200;

/**
 * Counts tokens and nesting with the lexer alone, so that the recursive parser never sees a document that is too long or
 * too deep. Throws RequestRefused for both and for text that has no tokens.
 */
export function checkTokens(text: string, limit: number): void {
  const lexer = new Lexer(new Source(text));
  const open: TokenKind[] = [];
  for (let count = 0; ; count += 1) {
    const kind = nextToken(lexer);
    if (kind === TokenKind.EOF) return;
    if (count >= limit) {
      throw new RequestRefused('MAX_TOKENS_LIMIT', {
        message: `The document has more than ${limit} tokens.`,
      });
    }
    if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) {
      open.push(kind);
      if (open.length > MAX_BRACKET_DEPTH) refuseDepth(open);
    } else if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R) {
      open.pop();
    }
  }
}

function nextToken(lexer: Lexer): TokenKind {
  try {
    return lexer.advance().kind;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new RequestRefused('GRAPHQL_PARSE_FAILED', {
      message: shorten(error.message),
      locations: error.locations ?? [],
    });
  }
}

function refuseDepth(open: readonly TokenKind[]): never {
  const isOnlySelections = open.every((kind) => kind === TokenKind.BRACE_L);
  const message = `Brackets are nested more than ${MAX_BRACKET_DEPTH} levels deep.`;
  throw new RequestRefused(isOnlySelections ? 'MAX_DEPTH_LIMIT' : 'GRAPHQL_PARSE_FAILED', { message });
}
