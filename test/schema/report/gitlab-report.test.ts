import type { CheckResult } from '../../../schema/check/check-result';
import { gitlabReport } from '../../../schema/report/gitlab-report';
import { failedResult, fullResult } from '../../kit/check-results';

interface Issue {
  readonly severity: string;
  readonly fingerprint: string;
  readonly location: unknown;
}

const parsed = (result: CheckResult) => JSON.parse(gitlabReport(result)) as readonly Issue[];

describe('the report of GitLab code quality', () => {
  it('gives every issue a description, a name, a fingerprint, a severity, a path and a line', () => {
    const issues = parsed(fullResult());
    expect(issues).toHaveLength(5);
    expect(issues[0]).toEqual({
      description: expect.stringContaining('Device.serial: The field Device.serial was removed.'),
      check_name: 'FIELD_REMOVED',
      fingerprint: expect.stringMatching(/^[0-9a-f]{40}$/),
      severity: 'critical',
      location: { path: 'subgraphs/devices/schema.graphql', lines: { begin: 12 } },
    });
    expect(issues.map(({ severity }) => severity)).toEqual([
      'critical', 'critical', 'major', 'info', 'info',
    ]); // prettier-ignore
    expect(issues[1]?.location).toEqual({ path: '.', lines: { begin: 1 } });
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(5);
  });

  it('blocks for errors of composition', () => {
    expect(parsed(failedResult())).toMatchObject([{ severity: 'blocker', description: 'Expected a name' }]);
  });
});
