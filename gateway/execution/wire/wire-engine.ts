import { type GraphQLSchema } from 'graphql';
import { SubgraphFailure } from '../../upstream/subgraph-failure';
import { type ResponseShape } from '../response/response-shape';
import { type CompiledPlan } from '../steps/compile-plan';
import { type RunContext } from '../steps/run-plan';
import { ANOMALY } from './anomaly';
import { AnswerPrograms, type ObjectProgram } from './answer-program';
import { ByteWriter } from './byte-writer';
import { type RememberingClient } from './remembering-client';
import { runWire } from './run-wire';
import { borrowTape, returnTape } from './tape';
import { wirePlanOf, type WirePlan } from './wire-plan';
import { type WireRun } from './wire-run';
import { writeAnswer } from './write-answer';

/**
 * Answers of one plan, made from the bytes of the subgraphs' answers: they are scanned for where their values are, values are
 * copied into requests and into the answer, and nothing is ever an object. It knows the plain way only.
 */
export class WireEngine {
  private readonly programs = new WeakMap<ResponseShape, AnswerPrograms>();
  private runs = 0;
  private failures = 0;
  private pause = 0;

  private constructor(private readonly wire: WirePlan) {}

  /** Prepares a plan; undefined when it asks for more than the plain way. */
  static of(plan: CompiledPlan, schema: GraphQLSchema): WireEngine | undefined {
    const wire = wirePlanOf(plan, schema);
    return wire && new WireEngine(wire);
  }

  /** The JSON of the whole answer; undefined when the exact engine must answer, from what `client` remembers. */
  async answer(
    shape: ResponseShape,
    context: Omit<RunContext, 'client'>,
    client: RememberingClient,
  ): Promise<Buffer | undefined> {
    const program = this.programFor(shape);
    if (!program || !this.isWorthTrying()) return undefined;
    const { wire } = this;
    const tape = borrowTape();
    const root = tape.take(wire.root.layout.size);
    const run: WireRun = {
      wire,
      client,
      context,
      tape,
      answers: [],
      root,
      counter: { walks: 0 },
      isOver: false,
    };
    try {
      await runWire(run);
      writeAnswer(scratch, program, root, { slots: tape.slots, answers: run.answers });
      returnTape(tape);
      return Buffer.from(scratch.bytes.subarray(0, scratch.length));
    } catch (error) {
      // Requests that are on their way may still write to the tape, so it is not given back.
      run.isOver = true;
      if (error !== ANOMALY && !(error instanceof SubgraphFailure)) {
        context.scope.log.error({ err: error }, 'an answer could not be made of bytes');
      }
      this.failures += 1;
      return undefined;
    }
  }

  private programFor(shape: ResponseShape): ObjectProgram | undefined {
    const { wire } = this;
    const programs = this.programs.get(shape) ?? new AnswerPrograms(wire.marks, shape.grown);
    this.programs.set(shape, programs);
    return programs.of(wire.root, shape.root);
  }

  /** What fails often is left to the exact engine for a while: scanning in vain costs time. */
  private isWorthTrying(): boolean {
    if (this.pause > 0) {
      this.pause -= 1;
      return false;
    }
    this.runs += 1;
    if (this.runs < SAMPLE) return true;
    if (this.failures > this.runs * TOLERATED) this.pause = PAUSE;
    this.runs = this.failures = 0;
    return true;
  }
}

const SAMPLE = 32;
const TOLERATED = 0.2;
const PAUSE = 256;

/** Used within one turn only. */
const scratch = new ByteWriter();
