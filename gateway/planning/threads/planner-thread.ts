import { parentPort, workerData } from 'node:worker_threads';
import { GraphQLError } from 'graphql';
import { messageOf } from '../../support/message-of';
import { createApolloPlanner, type PlanText } from '../apollo-planner';
import { type PlanReply, type PlanRequest, type ThreadData, type ThreadMessage } from './plan-messages';
import { ownThreadNumber } from './thread-work';

// The body of a planning thread. It is given one request at a time and may be killed in the middle of any.

/** A plan beyond this costs the main thread more to read than other clients should wait. */
const MAX_PLAN_CHARACTERS = 4_000_000;

/** How the planner words its own limits, which it throws as plain errors. */
const OWN_LIMITS = /exceed|too many options/i;

function start(): void {
  // The pool starts this file with exactly this data.
  const { sdl } = workerData as ThreadData;
  let planText: PlanText;
  try {
    planText = createApolloPlanner(sdl);
  } catch (error) {
    say({ kind: 'unusable', reason: messageOf(error) });
    return;
  }
  parentPort?.on('message', (request: PlanRequest) => say(answer(planText, request)));
  say({ kind: 'ready', threadNumber: ownThreadNumber() });
}

function answer(planText: PlanText, { text, labels }: PlanRequest): PlanReply {
  try {
    const json = JSON.stringify(planText(text, labels));
    if (json.length <= MAX_PLAN_CHARACTERS) return { kind: 'plan', json };
    return { kind: 'refused', code: 'QUERY_TOO_COMPLEX', reason: `its plan has ${json.length} characters` };
  } catch (error) {
    const reason = messageOf(error);
    const isTooComplex =
      error instanceof RangeError || error instanceof GraphQLError || OWN_LIMITS.test(reason);
    return {
      kind: 'refused',
      code: isTooComplex ? 'QUERY_TOO_COMPLEX' : 'OPERATION_RESOLUTION_FAILURE',
      reason,
    };
  }
}

function say(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

start();
