import { GraphQLError, Kind, parse, specifiedRules, validate, type DocumentNode } from 'graphql';
import { separateDefers } from '../../gateway/execution/defer/separate-defers';
import { withoutDefers } from '../../gateway/execution/defer/without-defers';
import { printPlan } from '../../gateway/planning/print-plan';
import { type PlanFigures } from '../check/check-result';
import { type GraphVersion } from '../check/graph-version';
import { figuresOf } from '../plans/plan-figures';
import {
  createVersionPlanner,
  type VersionPlanner,
  type VersionPlannerOptions,
} from '../plans/version-planner';
import { ANONYMOUS_OPERATION } from '../usage/recorded-operation';
import { selectOperation, type SelectedOperation } from '../usage/validity';
import { drawPlan } from './draw-plan';
import { explainRequests, type ExplainedRequest } from './explained-request';
import { figuresInWords, requestsInWords } from './explain-text';

/** How an operation is explained. */
export interface ExplainOptions extends Omit<VersionPlannerOptions, 'threads'> {
  /** Which of several operations of the document. @default the only one */
  readonly operationName?: string | undefined;
}

/** How the gateway answers an operation. */
export interface Explanation {
  readonly operation: string;
  readonly figures: PlanFigures;
  readonly requests: readonly ExplainedRequest[];
  /** The plan as it is printed in tests. */
  readonly plan: string;
  /** All of it, for a terminal. */
  readonly text: string;
  readonly svg: string;
}

/** Why an operation cannot be explained; the line is that of the document. */
export interface ExplainRefusal {
  readonly errors: readonly { readonly message: string; readonly line: number | null }[];
}

/**
 * Plans an operation as the gateway does and tells how it is answered. What is wrong with the operation is a value. Rejects
 * with SupergraphError when the gateway could not serve the version.
 */
export async function explainOperation(
  version: GraphVersion,
  documentText: string,
  options: ExplainOptions = {},
): Promise<Explanation | ExplainRefusal> {
  const selected = read(version, documentText, options.operationName);
  if ('errors' in selected) return selected;
  const planner = createVersionPlanner(version.supergraph, options);
  try {
    return await explain(planner, selected);
  } finally {
    planner.stop();
  }
}

async function explain(
  planner: VersionPlanner,
  selected: SelectedOperation,
): Promise<Explanation | ExplainRefusal> {
  const outcome = await planner.plan(asDelivered(selected));
  if (outcome.kind === 'refused') {
    return { errors: [{ message: `${outcome.code}: ${outcome.message}`, line: null }] };
  }
  const { operation } = selected;
  const name = operation.name?.value ?? ANONYMOUS_OPERATION;
  const requests = explainRequests(outcome.requests);
  const figures = { ...figuresOf(outcome.requests), cost: planner.cost(selected) };
  const title = `${operation.operation} ${name}`;
  const subtitle = figuresInWords(figures);
  const plan = printPlan(outcome.plan);
  return {
    operation: name,
    figures,
    requests,
    plan,
    text: [`${title}: ${subtitle}`, requestsInWords(requests), `Plan\n${plan}`].join('\n\n') + '\n',
    svg: drawPlan({ title, subtitle, requests }),
  };
}

/** For a client that takes parts of the answer later, if the operation asks for that. */
function asDelivered(selected: SelectedOperation): SelectedOperation {
  const deferred = separateDefers(selected.document, selected.operation, () => false);
  return deferred ? { document: deferred.planned, operation: deferred.definition } : selected;
}

function read(
  { api }: GraphVersion,
  text: string,
  operationName: string | undefined,
): SelectedOperation | ExplainRefusal {
  let document: DocumentNode;
  try {
    document = parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // `parse` throws GraphQLError and nothing else.
    return refusal([error as GraphQLError]);
  }
  // Clients may defer whether or not the version's schema says so.
  const errors = validate(api, withoutDefers(document), specifiedRules);
  if (errors.length > 0) return refusal(errors);
  const selected = selectOperation(document, operationName);
  if (!selected) return refusal([new GraphQLError(missingMessage(document, operationName))]);
  const { operation } = selected.operation;
  return api.getRootType(operation)
    ? selected
    : refusal([new GraphQLError(`The schema has no ${operation} type.`)]);
}

function missingMessage({ definitions }: DocumentNode, operationName: string | undefined): string {
  const names = definitions.flatMap((each) =>
    each.kind === Kind.OPERATION_DEFINITION ? [each.name?.value ?? ANONYMOUS_OPERATION] : [],
  );
  if (names.length === 0) return 'The document has no operation.';
  const wanted =
    operationName === undefined ? 'Name one of the operations' : `There is no operation ${operationName}`;
  return `${wanted}: the document has ${names.join(', ')}.`;
}

function refusal(errors: readonly GraphQLError[]): ExplainRefusal {
  return {
    errors: errors.map(({ message, locations }) => ({ message, line: locations?.[0]?.line ?? null })),
  };
}
