import { type Model } from './model/model';
import { type Operation } from './operations/generate-operation';
import { type DataOptions } from './world/data-options';

/** Everything that an answer follows from: one JSON file reproduces it. */
export interface Case {
  readonly model: Model;
  readonly data: DataOptions;
  readonly operation: Operation;
}

/** What is wrong about the answer to a case. */
export interface Finding {
  /** Coarse: while a case is made smaller, it must stay the same kind of wrong. */
  readonly kind: string;
  readonly text: string;
}
