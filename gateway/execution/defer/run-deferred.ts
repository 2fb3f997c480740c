import { type GraphQLSchema } from 'graphql';
import { clientError } from '../../errors';
import { type ExecutionRequest, type ExecutionResult } from '../executor';
import { Failures } from '../failures';
import { prepareIntrospection, type IntrospectionData } from '../introspection';
import { completeResponse } from '../response/complete-response';
import { selectionShapes, type SelectionShapes } from '../response/shape-of';
import { ownValue } from '../../support/own-value';
import { type CompiledPlan } from '../steps/compile-plan';
import { runPlan, type RunContext, type RunState } from '../steps/run-plan';
import {
  type DeferredExecution,
  type Delivery,
  type PartAnswer,
  type PendingPart,
} from './deferred-execution';
import { findParts, type DeferredPlace, type PlaceSearch, type SearchedObject } from './find-parts';
import { PartProgress } from './part-progress';
import { type DeferredOperation } from './separate-defers';
import { isAnswered, takeAdditions } from './split-answer';

/** What a deferred operation is run with. */
export interface DeferredRun {
  /** What the client sees of the supergraph. */
  readonly schema: GraphQLSchema;
  readonly operation: DeferredOperation;
  readonly plan: CompiledPlan;
  readonly request: ExecutionRequest;
  readonly context: RunContext;
}

/**
 * Runs the plan of a deferred operation. Resolves with its first answer as soon as that is complete; each other part is
 * answered when its own fetches are over and the part around it was answered (GraphQL spec draft, section 6 "Execution").
 */
export async function runDeferred(run: DeferredRun): Promise<DeferredExecution> {
  const { plan, context } = run;
  const progress = new PartProgress(plan);
  const failures = failuresByPart(plan);
  const states = statesOf(failures);
  const [state] = states;
  if (!state) throw new Error('a plan without a first part');
  const observer = {
    stateOf: (part: number): RunState => states[part] ?? state,
    over: (group: number): void => progress.over(group),
  };
  // It goes on beyond the first answer; who waits for a part is told when it fails.
  runPlan(plan, state, context, observer).catch((error: unknown) => progress.fail(error));
  await progress.until(() => progress.isOver(0));
  const answering = new DeferredAnswering(run, progress, failures, state);
  const first = answering.answerFirst();
  return { first, pending: answering.announced(), rest: answering.rest() };
}

/** Each part knows its own failures, and those of the part it is in as reasons. */
function failuresByPart({ parts }: CompiledPlan): readonly Failures[] {
  const failures: Failures[] = [];
  for (const { within } of parts) {
    failures.push(new Failures(within === undefined ? undefined : failures[within]));
  }
  return failures;
}

/** The states of all parts: one data, and one knowledge of it. */
function statesOf(failures: readonly Failures[]): readonly RunState[] {
  const data = {};
  const traits = { isPlain: true, isShared: false };
  return failures.map((own) => ({ data, failures: own, traits }));
}

/** A place that is announced and not answered. */
interface OpenPlace {
  readonly part: PendingPart;
  readonly place: DeferredPlace;
}

class DeferredAnswering {
  private readonly open = new Map<PendingPart, OpenPlace>();
  private readonly search: PlaceSearch;
  private readonly shapeOf: SelectionShapes;
  private readonly introspection: IntrospectionData;
  private answered: Record<string, unknown> | null = null;
  private count = 0;

  constructor(
    private readonly run: DeferredRun,
    private readonly progress: PartProgress,
    private readonly failures: readonly Failures[],
    private readonly state: RunState,
  ) {
    const { schema, operation, request } = run;
    this.search = {
      schema,
      operation,
      isTrue: (variable) => ownValue(request.coerced, variable) === true,
    };
    this.shapeOf = selectionShapes(schema, operation.planned, request.coerced);
    this.introspection =
      prepareIntrospection(schema, operation.planned, operation.definition)(request.variables) ?? {};
  }

  answerFirst(): ExecutionResult {
    const { schema, operation } = this.run;
    const type = schema.getRootType(operation.definition.operation);
    const root = type && this.shapeOf(type, operation.answered).objectOf(type.name);
    if (!type || !root) throw new Error('an operation without a root type');
    const { data, failures } = this.state;
    const result = completeResponse({ root, heldFields: 0 }, data, failures, this.introspection);
    this.answered = result.data;
    if (result.data) {
      this.announce({ type, path: [], holder: data, answered: result.data, selectionSet: operation.whole });
    }
    return result;
  }

  announced(): readonly PendingPart[] {
    return [...this.open.keys()];
  }

  async *rest(): AsyncGenerator<Delivery> {
    while (this.open.size > 0) {
      let ready: readonly OpenPlace[] = [];
      try {
        await this.progress.until(() => (ready = this.readyPlaces()).length > 0);
      } catch (error) {
        this.run.context.scope.log.error({ err: error }, 'a deferred part failed unexpectedly');
        yield this.giveUp();
        return;
      }
      const before = new Set(this.open.keys());
      const answers = ready.map((place) => this.answer(place));
      const pending = this.announced().filter((part) => !before.has(part));
      yield { answers, pending, hasNext: this.open.size > 0 };
    }
  }

  private readyPlaces(): readonly OpenPlace[] {
    const isReady = ({ place }: OpenPlace): boolean =>
      this.progress.partsOf(place.fragment.label).every((part) => this.progress.isOver(part));
    return [...this.open.values()].filter(isReady);
  }

  private answer({ part, place }: OpenPlace): PartAnswer {
    this.open.delete(part);
    const { data, errors } = this.complete(place);
    const newErrors = errors.filter(({ path }) => !path || !isAnswered(this.answered, path));
    const additions = data ? takeAdditions(place.answered, data) : undefined;
    if (additions) this.announce({ ...place, selectionSet: place.fragment.whole });
    return {
      part,
      typeName: place.type.name,
      data,
      errors,
      additions,
      newErrors: additions || newErrors.length > 0 ? newErrors : errors,
    };
  }

  private complete({ fragment, type, holder, path }: DeferredPlace): ExecutionResult {
    const parts = this.progress.partsOf(fragment.label);
    const failures = this.failures[parts[parts.length - 1] ?? 0] ?? this.state.failures;
    const root = this.shapeOf(type, fragment.answered).objectOf(ownValue(holder, '__typename'));
    if (!root) return { data: null, errors: [clientError('SUBREQUEST_MALFORMED_RESPONSE', { path })] };
    const result = completeResponse({ root, heldFields: 0 }, holder, failures, this.introspection);
    // Told at the first of the places of this fragment.
    failures.takeLoose();
    return {
      data: result.data,
      errors: result.errors.map((error) => ({ ...error, path: [...path, ...(error.path ?? [])] })),
    };
  }

  private announce(object: SearchedObject): void {
    for (const place of findParts(this.search, object)) {
      const { clientLabel: label } = place.fragment;
      const part = { id: String(this.count++), label, path: place.path };
      this.open.set(part, { part, place });
    }
  }

  private giveUp(): Delivery {
    const answers = [...this.open.values()].map(({ part, place }) => {
      const errors = [clientError('INTERNAL_SERVER_ERROR', { path: part.path })];
      return { part, typeName: place.type.name, data: null, errors, additions: undefined, newErrors: errors };
    });
    return { answers, pending: [], hasNext: false };
  }
}
