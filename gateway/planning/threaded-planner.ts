import { type QueryPlan } from '@apollo/query-planner';
import { RequestRefused } from '../errors';
import { activeLabels, operationText } from './operation-text';
import { type Planner } from './planner';
import { type PlanningObserver } from './planning-observer';
import { type PlanReply, type PlanRequest } from './threads/plan-messages';

/** Plans by sending the operation's text to threads. */
export function createThreadedPlanner(
  threads: { plan(request: PlanRequest, isProven?: boolean): Promise<PlanReply> },
  observer: PlanningObserver,
): Planner {
  return {
    plan: async ({ document, isProven }, conditions) => {
      const request = { text: operationText(document), labels: activeLabels(conditions) };
      const reply = await threads.plan(request, isProven);
      if (reply.kind === 'refused') {
        observer.refused(reply.reason);
        throw refusal(reply.code);
      }
      // Our own thread wrote it.
      return JSON.parse(reply.json) as QueryPlan;
    },
  };
}

function refusal(code: 'QUERY_TOO_COMPLEX' | 'OPERATION_RESOLUTION_FAILURE'): RequestRefused {
  if (code === 'QUERY_TOO_COMPLEX') return new RequestRefused(code);
  return new RequestRefused(code, { message: 'The operation cannot be planned.' });
}
