import { type DocumentNode } from 'graphql';
import { hashDocument } from '../documents/hash-document';
import { LruCache } from '../support/lru-cache';

/** More first exchanges than this at the same time only cost the server a parse of its own. */
const CAPACITY = 200;

/**
 * Documents on their way to the server in front, which looks for them by the hash of their text, so that it neither parses
 * nor validates them again. It never stores one of its own.
 */
export class HandedDocuments {
  private readonly byHash = new LruCache<string, DocumentNode>(CAPACITY);

  /** Has the document ready for the server. Returns what forgets it. */
  hand(text: string, document: DocumentNode): () => void {
    const hash = hashDocument(text);
    this.byHash.set(hash, document);
    return () => this.byHash.delete(hash);
  }

  /** The server asks by its name of the schema, followed by the SHA-256 of the text in hexadecimal. */
  get(key: string): Promise<DocumentNode | undefined> {
    return Promise.resolve(this.byHash.get(key.slice(-64)));
  }

  /** Does nothing: what was handed over is already prepared. */
  set(): Promise<void> {
    return Promise.resolve();
  }

  /** Does nothing, for the same reason. */
  delete(): Promise<void> {
    return Promise.resolve();
  }
}
