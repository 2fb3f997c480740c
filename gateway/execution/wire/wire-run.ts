import { type RunContext } from '../steps/run-plan';
import { type ByteView } from './byte-view';
import { type WalkCounter } from './hop';
import { type RememberingClient } from './remembering-client';
import { type Tape } from './tape';
import { type WirePlan } from './wire-plan';

/** One run of a plan, and where its data is. */
export interface WireRun {
  readonly wire: WirePlan;
  readonly client: RememberingClient;
  readonly context: Omit<RunContext, 'client'>;
  readonly tape: Tape;
  /** The answer to each step. */
  readonly answers: ByteView[];
  /** The position of the root's record. */
  readonly root: number;
  readonly counter: WalkCounter;
  /** Set when it was given up: nothing further is asked. */
  isOver: boolean;
}
