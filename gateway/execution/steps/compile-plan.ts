import { type PlanNode } from '@apollo/query-planner';
import { OperationTypeNode, type GraphQLSchema } from 'graphql';
import { dropUnusedVariables } from './drop-unused-variables';
import { type FetchStep } from './fetch-step';
import { flattenPlan } from './flatten-plan';
import { readFetchOperation, renamedKeys, type FetchOperation } from './fetch-operation';
import { createRepresentationWriter, type RepresentationWriter } from './representation';
import { scheduleSteps } from './schedule-steps';
import { createAppliesTo, type AppliesTo } from './type-conditions';

/** A fetch with everything about it that does not depend on a request. */
export interface CompiledStep extends FetchStep {
  readonly operation: FetchOperation;
  /** The planner's aliases and the names they are given back. */
  readonly renames: ReadonlyMap<string, string>;
  /** Undefined for a fetch from a root. */
  readonly representations: RepresentationWriter | undefined;
  readonly isMutation: boolean;
  /** True when equal entities of this step must not become one object, because later steps tell them apart. */
  readonly mustCopy: boolean;
}

/** Steps that are sent as one request. */
export interface CompiledGroup {
  readonly index: number;
  readonly steps: readonly CompiledStep[];
  readonly after: readonly number[];
  /** The groups that wait for this one. */
  readonly before: readonly number[];
  /** The part that its steps belong to. */
  readonly part: number;
}

/** What is delivered together. */
export interface CompiledPart {
  /** The label of a deferred fragment; undefined for the first answer. */
  readonly label: string | undefined;
  /** The part that it is deferred in; undefined for the first answer. */
  readonly within: number | undefined;
  /** The groups that must be over before it is delivered. */
  readonly groups: readonly number[];
}

/** A plan ready to run any number of times. */
export interface CompiledPlan {
  readonly groups: readonly CompiledGroup[];
  /** The first one is what is not deferred. */
  readonly parts: readonly CompiledPart[];
  readonly appliesTo: AppliesTo;
}

/** Compiles plans against one supergraph schema. */
export function createPlanCompiler(
  schema: GraphQLSchema,
): (node: PlanNode | undefined, isMutation: boolean) => CompiledPlan {
  const appliesTo = createAppliesTo(schema);
  return (node, isMutation) => {
    const { steps: planned, parts } = flattenPlan(node);
    const steps = planned.map((step) => ({ ...step, fetch: dropUnusedVariables(step.fetch) }));
    const operations = steps.map(({ fetch }) => readFetchOperation(fetch));
    const mustCopy = createMustCopy(steps, operations);
    const compiled = steps.map((step) => compileStep(step, operations, mustCopy, schema, appliesTo));
    // The steps of a mutation keep the planner's order and company: what they do cannot be done again.
    const mayShare = ({ index }: FetchStep): boolean => !isMutation && isShareable(compiled[index]);
    const groups = scheduleSteps(steps, mayShare);
    return {
      appliesTo,
      groups: groups.map(({ index, steps: members, after }) => ({
        index,
        steps: members.flatMap((step) => compiled[step.index] ?? []),
        after,
        part: members[0]?.part ?? 0,
        before: groups.filter((other) => other.after.includes(index)).map((other) => other.index),
      })),
      parts: parts.map(({ label, within, after }, part) => ({
        label,
        within,
        groups: groups
          .filter(({ steps: members }) =>
            members.some((step) => step.part === part || after.includes(step.index)),
          )
          .map(({ index }) => index),
      })),
    };
  };
}

function compileStep(
  step: FetchStep,
  operations: readonly FetchOperation[],
  mustCopy: (step: FetchStep) => boolean,
  schema: GraphQLSchema,
  appliesTo: AppliesTo,
): CompiledStep {
  const { fetch } = step;
  const operation = operations[step.index];
  if (!operation) throw new Error('a step outside its plan');
  return {
    ...step,
    operation,
    renames: renamedKeys(fetch),
    representations:
      fetch.requires &&
      createRepresentationWriter(fetch.requires, fetch.inputRewrites ?? [], schema, appliesTo),
    isMutation: fetch.operationKind === OperationTypeNode.MUTATION,
    mustCopy: mustCopy(step),
  };
}

/**
 * Equal representations get one object from a step. Its objects must be copied instead where another step merges into the
 * same ones by other representations, or where values depend on what is above them (`@fromContext`).
 */
function createMustCopy(
  steps: readonly FetchStep[],
  operations: readonly FetchOperation[],
): (step: FetchStep) => boolean {
  const placeOf = ({ path }: FetchStep): string => path.join('.');
  const contextual = steps.some(({ fetch }) => fetch.contextRewrites !== undefined);
  /** How many steps merge something into objects of a place under one key. */
  const providers = new Map<string, number>();
  for (const step of steps) {
    for (const key of new Set(operations[step.index]?.provides.map((provided) => provided.key))) {
      const merged = `${placeOf(step)} ${key}`;
      providers.set(merged, (providers.get(merged) ?? 0) + 1);
    }
  }
  return (step) => {
    const place = placeOf(step);
    const provides = operations[step.index]?.provides ?? [];
    return provides.some(
      ({ key, isComposite }) => isComposite && (contextual || (providers.get(`${place} ${key}`) ?? 0) > 1),
    );
  };
}

function isShareable(step: CompiledStep | undefined): boolean {
  return (
    step !== undefined &&
    !step.isMutation &&
    step.operation.entitySelection !== undefined &&
    step.operation.isMergeable &&
    step.fetch.contextRewrites === undefined
  );
}
