import { githubReport } from '../../../schema/report/github-report';
import { changeOf, emptyResult, failedResult, fullResult, HOSTILE } from '../../kit/check-results';

describe('the report of GitHub annotations', () => {
  it('is one workflow command a line, and the summary', () => {
    expect(githubReport(fullResult()).split('\n')).toEqual([
      expect.stringMatching(
        /^::error file=subgraphs\/devices\/schema.graphql,line=12,title=FIELD_REMOVED Device.serial::The field/,
      ),
      '::error title=TYPE_REMOVED Old::The type Old was removed.',
      '::warning file=schema/a b.graphql,line=3,title=ARG_REMOVED Query.a(b%3A)::The argument was removed.',
      '::notice file=a.graphql,line=1,title=INCONSISTENT_DESCRIPTION::Two%0Adescriptions',
      'Breaking: 2 breaking, 1 dangerous, 1 safe',
      '',
    ]);
  });

  it('tells errors of composition', () => {
    expect(githubReport(failedResult())).toBe(
      '::error file=a.graphql,line=7,title=INVALID_GRAPHQL::Expected a name\nFailed: 1 error\n',
    );
  });

  it('lets no text begin a command of its own', () => {
    const change = changeOf({ code: 'X', message: HOSTILE, coordinate: HOSTILE, file: HOSTILE });
    const lines = githubReport({ ...emptyResult(), changes: [change] }).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('%0A::error::injected%250A%0D%0A');
    expect(lines[0]?.match(/^::error file=([^,:]*),title=([^,:]*)::/)).not.toBeNull();
  });
});
