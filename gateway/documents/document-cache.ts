import { createHash } from 'node:crypto';
import { type DocumentNode } from 'graphql';
import { LruCache } from '../support/lru-cache';
import { type RequestRefused } from '../errors';

/** What became of a document's text: parsed and valid, or refused. */
export type PreparedDocument =
  | { readonly hash: string; readonly document: DocumentNode }
  | { readonly hash: string; readonly refusal: RequestRefused };

/** Prepared documents by their text and the limits they were checked against. */
export type DocumentCache = LruCache<string, PreparedDocument>;

const REMEMBERED_DOCUMENTS = 1_000;

/** An empty cache; each supergraph has its own, because validity depends on the schema. */
export function createDocumentCache(): DocumentCache {
  return new LruCache(REMEMBERED_DOCUMENTS);
}

/** The name of a text: its SHA-256 in hexadecimal, as persisted queries use it. */
export function hashDocument(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
