import { type DocumentNode } from 'graphql';
import { WeightedCache } from '../support/weighted-cache';
import { type RequestRefused } from '../errors';

/** What became of a document's text: parsed and valid, or refused. */
export type PreparedDocument = { readonly document: DocumentNode } | { readonly refusal: RequestRefused };

/** What became of one text under the limits of each kind of caller that sent it. */
export interface KnownText {
  readonly public?: PreparedDocument;
  readonly internal?: PreparedDocument;
}

/** Prepared documents by their text. */
export type DocumentCache = WeightedCache<string, KnownText>;

const CACHE_BYTES = 32 * 1024 * 1024;
/** What any document or refusal takes: measured 3.4 kB for the smallest operation. */
const LEAST_BYTES = 4_000;
/** The text itself, which is kept as the key; a character outside of Latin-1 makes all of them take two. */
const TEXT_BYTES_PER_CHARACTER = 2;
/** What each character takes when the text is parsed: measured 33, and as much again where the operation is filtered. */
const PARSED_BYTES_PER_CHARACTER = 60;
/** What each error of a refusal takes, with its places: measured 430 for one place. */
const ERROR_BYTES = 1_000;

/** An empty cache; each supergraph has its own, because validity depends on the schema. */
export function createDocumentCache(): DocumentCache {
  return new WeightedCache(CACHE_BYTES);
}

/** About how much memory `text` and what became of it take; of a refused one the text is kept, too, but never parsed. */
export function weighText(text: string, known: KnownText): number {
  return TEXT_BYTES_PER_CHARACTER * text.length + weigh(text, known.public) + weigh(text, known.internal);
}

function weigh(text: string, prepared: PreparedDocument | undefined): number {
  if (!prepared) return 0;
  if ('document' in prepared) return LEAST_BYTES + PARSED_BYTES_PER_CHARACTER * text.length;
  return LEAST_BYTES + ERROR_BYTES * prepared.refusal.errors.length;
}
