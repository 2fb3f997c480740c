import { applyApprovals } from '../../../schema/approvals/apply-approvals';
import { readApprovals } from '../../../schema/approvals/read-approvals';
import { InputError } from '../../../schema/sources/input-error';
import { changeOf } from '../../kit/check-results';

const ONE = `# why
approvals:
  - code: FIELD_REMOVED
    coordinate: Query.a
    until: 2026-12-31
    reason: nobody asks it
`;

/** What is wrong with a file of approvals: `line message`. */
function problemsOf(text: string): string[] {
  try {
    readApprovals(text, 'approvals.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.findings.map(({ line, message }) => `${line} ${message}`);
  }
}

describe('the file of approvals', () => {
  it('is a list, or a map that has one', () => {
    const approval = {
      code: 'FIELD_REMOVED',
      coordinate: 'Query.a',
      until: '2026-12-31',
      reason: 'nobody asks it',
      file: 'approvals.yaml',
    };
    expect(readApprovals(ONE, 'approvals.yaml')).toEqual([{ ...approval, line: 3 }]);
    const list = ONE.replace('approvals:\n', '');
    expect(readApprovals(list, 'approvals.yaml')).toEqual([{ ...approval, line: 2 }]);
  });

  it.each(['', '# nothing\n', 'approvals: []\n', 'approvals:\n', '[]', '---\n'])(
    'may accept nothing: %j',
    (text) => {
      expect(readApprovals(text, 'approvals.yaml')).toEqual([]);
    },
  );

  it.each([
    ['a key that is not known', `${ONE}    untl: 2027-01-01\n`, ['7 unknown key "untl" at approvals.0.']],
    ['a key beside the list', `${ONE}approval: []\n`, ['7 unknown key "approval".']],
    ['a day that does not exist', ONE.replace('12-31', '02-30'), ['5 expected a date, YYYY-MM-DD at approvals.0.until.']],
    ['no reason', ONE.replace(/ {4}reason.*\n/, ''), ['3 expected a reason at approvals.0.reason.']],
    ['no list', 'approvals: yes\n', ['1 expected a list of approvals at approvals.']],
    ['an item that is none', '- x\n', ['1 Invalid input: expected object, received string at 0.']],
    ['broken YAML', 'approvals:\n  - code: "x\n', [expect.stringMatching(/^\d Missing closing "quote/)]],
    ['an alias bomb', 'a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: &d [*c, *c]\ne: &e [*d, *d]\nf: &f [*e, *e]\ng: &g [*f, *f]\nh: [*g, *g]\n', [expect.stringContaining('Excessive alias count')]],
  ])('is refused with its line when it has %s', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  }); // prettier-ignore
});

const TODAY = '2026-06-01';
const removed = changeOf({ code: 'FIELD_REMOVED' });
const approve = (rest: object = {}) => ({
  code: 'FIELD_REMOVED',
  coordinate: 'Query.a',
  until: '2026-12-31',
  reason: 'nobody asks it',
  file: 'approvals.yaml',
  line: 3,
  ...rest,
});

/** Severities and messages after approvals. */
function judged(change: typeof removed, ...approvals: ReturnType<typeof approve>[]): string[] {
  return applyApprovals([change], approvals, TODAY).map(
    ({ code, severity, message }) => `${code} ${severity} ${message}`,
  );
}

describe('an approval', () => {
  it('lets a break through, and says until when and why', () => {
    expect(applyApprovals([removed], [approve()], TODAY)).toEqual([
      {
        ...removed,
        severity: 'dangerous',
        message: 'Something changed. (accepted until 2026-12-31: nobody asks it)',
        approval: { until: '2026-12-31', reason: 'nobody asks it' },
      },
    ]);
  });

  it('is valid on its last day and not on the next', () => {
    expect(judged(removed, approve({ until: TODAY }))).toEqual([expect.stringContaining('dangerous')]);
    expect(judged(removed, approve({ until: '2026-05-31' }))).toEqual([
      'FIELD_REMOVED breaking Something changed. (its approval expired on 2026-05-31)',
    ]);
  });

  it('is about one code at one coordinate', () => {
    expect(judged(removed, approve({ code: 'TYPE_REMOVED' }))).toEqual([expect.stringContaining('breaking')]);
    expect(judged(removed, approve({ coordinate: 'Query' }))).toEqual([expect.stringContaining('breaking')]);
  });

  it('does not change what is no break', () => {
    expect(judged({ ...removed, severity: 'safe' }, approve())).toEqual([
      'FIELD_REMOVED safe Something changed.',
    ]);
  });

  it('that ran out and meets nothing is a finding at its line', () => {
    expect(applyApprovals([], [approve({ until: '2026-05-31' })], TODAY)).toMatchObject([
      { code: 'APPROVAL_EXPIRED', severity: 'dangerous', file: 'approvals.yaml', line: 3 },
    ]);
    expect(applyApprovals([], [approve()], TODAY)).toEqual([]);
  });
});

describe('an approval for one client', () => {
  const affected = ['one', 'two'].map((client) => ({ client, operation: 'Q', count: 1, lastSeen: null }));
  const used = { ...removed, affected };

  it('is not enough when others are hurt, or when it is not known who', () => {
    expect(judged(used, approve({ client: 'one' }))).toEqual([expect.stringContaining('breaking')]);
    expect(judged(removed, approve({ client: 'one' }))).toEqual([expect.stringContaining('breaking')]);
  });

  it('is enough when all who are hurt have one', () => {
    const both = [
      approve({ client: 'one', until: '2026-07-01' }),
      approve({ client: 'two', reason: 'agreed' }),
    ];
    expect(judged(used, ...both)).toEqual([
      'FIELD_REMOVED dangerous Something changed. (accepted until 2026-07-01: nobody asks it; agreed)',
    ]);
  });

  it('may be of one of several at the same place, by what it says', () => {
    const [approval] = readApprovals(
      ONE.replace('FIELD_REMOVED', 'TYPE_REMOVED_FROM_UNION').replace('Query.a', 'U') +
        '    message: B was removed\n',
      'approvals.yaml',
    );
    const gone = ['B', 'C'].map((name) =>
      changeOf({
        code: 'TYPE_REMOVED_FROM_UNION',
        severity: 'breaking',
        coordinate: 'U',
        message: `${name} was removed from the union U.`,
      }),
    );
    const judged = applyApprovals(gone, approval ? [approval] : [], TODAY);
    expect(judged.map(({ severity }) => severity)).toEqual(['dangerous', 'breaking']);
  });
});
