import { gitlabReport } from '../../../schema/report/gitlab-report';
import { failedResult, fullResult } from '../../kit/check-results';

describe('the report of GitLab code quality', () => {
  it('gives every issue a description, a name, a fingerprint, a severity, a path and a line', () => {
    const issues = JSON.parse(gitlabReport(fullResult()));
    expect(issues).toHaveLength(5);
    expect(issues[0]).toEqual({
      description: expect.stringContaining('Device.serial: The field Device.serial was removed.'),
      check_name: 'FIELD_REMOVED',
      fingerprint: expect.stringMatching(/^[0-9a-f]{40}$/),
      severity: 'critical',
      location: { path: 'subgraphs/devices/schema.graphql', lines: { begin: 12 } },
    });
    expect(issues.map((issue: { severity: string }) => issue.severity)).toEqual([
      'critical', 'critical', 'major', 'info', 'info',
    ]); // prettier-ignore
    expect(issues[1].location).toEqual({ path: '.', lines: { begin: 1 } });
    expect(new Set(issues.map((issue: { fingerprint: string }) => issue.fingerprint)).size).toBe(5);
  });

  it('blocks for errors of composition', () => {
    expect(JSON.parse(gitlabReport(failedResult()))).toMatchObject([
      { severity: 'blocker', description: 'Expected a name' },
    ]);
  });
});
