import { junitReport } from '../../../schema/report/junit-report';
import { changeOf, emptyResult, failedResult, fullResult, HOSTILE } from '../../kit/check-results';
import { parseXml } from '../../kit/parse-xml';

describe('the JUnit report', () => {
  it('is a suite of composition and one of changes, each finding a case', () => {
    const { name, attributes, children } = parseXml(junitReport(fullResult()));
    expect([name, attributes['tests'], attributes['failures']]).toEqual(['testsuites', '5', '2']);
    expect(children.map((suite) => [suite.attributes['name'], suite.attributes['failures']])).toEqual([
      ['composition', '0'],
      ['changes', '2'],
    ]);
    expect(children[1]?.children.map((test) => test.attributes['classname'])).toEqual([
      'FIELD_REMOVED', 'TYPE_REMOVED', 'ARG_REMOVED', 'TYPE_ADDED',
    ]); // prettier-ignore
  });

  it('fails for breaks and errors alone, and says where', () => {
    const [, changes] = parseXml(junitReport(fullResult())).children;
    expect(changes?.children.map((test) => test.children[0]?.name)).toEqual([
      'failure', 'failure', 'system-out', 'system-out',
    ]); // prettier-ignore
    const [removed] = changes?.children ?? [];
    expect(removed?.attributes).toMatchObject({ file: 'subgraphs/devices/schema.graphql', line: '12' });
    expect(removed?.children[0]?.text).toContain('subgraphs/devices/schema.graphql:12');
    const [composition] = parseXml(junitReport(failedResult())).children;
    expect(composition?.children[0]?.children[0]?.attributes['message']).toBe('Expected a name');
  });

  it('has a case also when there is nothing to say', () => {
    const { attributes, children } = parseXml(junitReport(emptyResult()));
    expect([attributes['tests'], attributes['failures']]).toEqual(['2', '0']);
    expect(children[1]?.children[0]?.attributes['name']).toBe('no finding');
  });

  it('stays well-formed whatever a schema says', () => {
    const change = changeOf({ code: 'X', message: HOSTILE, coordinate: HOSTILE, file: HOSTILE });
    const report = parseXml(junitReport({ ...emptyResult(), changes: [change] }));
    const message = report.children[1]?.children[0]?.children[0]?.attributes['message'];
    expect(message).toContain('\uFFFD\uFFFD[31m\uFFFD "quoted" & <b>bold</b>');
    expect(message).toContain('\r\n## heading\uFFFD');
  });
});
