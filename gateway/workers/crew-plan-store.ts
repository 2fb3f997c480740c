import { type SharedPlanStore } from '../planning/cache/shared-plan-store';
import { type PrimaryLink } from './primary-link';

/**
 * Shares plans with the other workers through their primary: what one has planned no other plans again, and a worker that
 * takes the place of another knows what that one knew.
 */
export function createCrewPlanStore(link: PrimaryLink): SharedPlanStore {
  return {
    get: async (key) => {
      const answer = await link.ask({ type: 'worker/plan-wanted', key });
      return answer?.type === 'primary/plan' ? answer.text : undefined;
    },
    set: (key, text) => link.tell({ type: 'worker/planned', key, text }),
    close: () => undefined,
  };
}
