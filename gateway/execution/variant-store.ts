import { WeightedCache } from '../support/weighted-cache';
import { type ResponseWriter } from './response/compile-writer';
import { type ResponseShape } from './response/response-shape';

/** The answer's shape under one set of `@skip` and `@include` values, and the program that writes it. */
export interface Variant {
  readonly shape: ResponseShape;
  runs: number;
  writer: ResponseWriter | undefined;
}

const STORE_BYTES = 32 * 1024 * 1024;
/** A variant of which nothing was looked at yet. */
const LEAST_BYTES = 1_000;
/** What one field of a shape takes at most, with all that is compiled from it. */
const FIELD_BYTES = 800;

/**
 * Keeps the shapes of answers of all operations of one supergraph within a bound in bytes. The cache of documents cannot:
 * a document of 500 characters may have 32 variants of thousands of fields, which grow only when answers are written.
 */
export class VariantStore {
  private readonly variants: WeightedCache<string, Variant>;
  private operations = 0;

  constructor(capacityBytes: number = STORE_BYTES) {
    this.variants = new WeightedCache(capacityBytes);
  }

  /** What its variants weigh together. */
  get bytes(): number {
    return this.variants.bytes;
  }

  /** A name for an operation, which no other one has. */
  nameOperation(): string {
    return `${(this.operations += 1)} `;
  }

  /** The variant under `key`, made by `make` when it is not there; `make` gets what to call when the shape has grown. */
  get(key: string, make: (grown: (fields: number) => void) => Variant): Variant {
    const known = this.variants.get(key);
    if (known) return known;
    // Its first fields are there before it is.
    const growing: { fields: number; variant?: Variant } = { fields: 0 };
    const variant = make((more) => {
      growing.fields += more;
      const { variant: grown } = growing;
      if (grown && this.variants.get(key) === grown) this.keep(key, grown, growing.fields);
    });
    growing.variant = variant;
    this.keep(key, variant, growing.fields);
    return variant;
  }

  private keep(key: string, variant: Variant, fields: number): void {
    this.variants.set(key, variant, LEAST_BYTES + fields * FIELD_BYTES);
  }
}
