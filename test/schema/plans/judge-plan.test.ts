import { type PlanFigures } from '../../../schema/check/check-result';
import { judgePlan } from '../../../schema/plans/judge-plan';
import { recorded } from '../../kit/recorded';

const FIGURES = { fetches: 1, depth: 1, subgraphs: ['a'], cost: 1 };

function judge(code: string, figures: PlanFigures | null = FIGURES): unknown {
  return judgePlan(
    {
      group: [recorded('{ a }', { operation: 'A' })],
      coordinate: 'Query.a',
      before: { figures, code: undefined },
      after: { figures: null, code },
    },
    {},
  );
}

describe('a plan that is gone', () => {
  it.each(['PLAN_TIMEOUT', 'UNAVAILABLE'])('is dangerous when this machine may be the reason: %s', (code) => {
    expect(judge(code)).toMatchObject([
      {
        code: 'PLAN_TIMEOUT',
        severity: 'dangerous',
        message: 'The operation A was not planned in time any more.',
      },
    ]);
  });

  it.each(['QUERY_TOO_COMPLEX', 'OPERATION_RESOLUTION_FAILURE'])(
    'breaks when the gateway refuses: %s',
    (code) => {
      expect(judge(code)).toMatchObject([{ code: 'OPERATION_UNPLANNABLE', severity: 'breaking' }]);
    },
  );

  it('has not been lost when there was none before', () => {
    expect(judge('PLAN_TIMEOUT', null)).toEqual([]);
  });

  it('is told by who validates when the operation is not valid', () => {
    expect(judge('INVALID')).toEqual([]);
  });
});
