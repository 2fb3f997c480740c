import type { Change, CheckResult, CompositionFinding } from '../check/check-result';
import { markdownCode, markdownText } from './markdown-text';
import { placeText } from './place-text';
import { changedPlans, planText } from './plan-text';
import { counted, summaryOf } from './summary';

const MARKS = { safe: '✅', breaking: '❌', failed: '❌' } as const;

/** A comment for a pull request: a table for each client that something breaks for, then everything else. */
export function markdownReport(result: CheckResult): string {
  const { errors, hints } = result.composition;
  const breaking = result.changes.filter(({ severity }) => severity === 'breaking');
  const parts = [
    `## ${MARKS[result.conclusion]} Schema check: ${summaryOf(result)}`,
    table('Errors', ['code', 'what', 'where'], errors.map(findingRow)),
    ...clientsOf(breaking).map((client) => clientTable(client, breaking)),
    table(
      'Breaking for everyone',
      ['what', 'code', 'coordinate', 'where'],
      breaking.filter(({ affected }) => affected.length === 0).map(changeRow),
    ),
    table(
      'Dangerous',
      ['what', 'code', 'coordinate', 'where'],
      ofSeverity(result, 'dangerous').map(changeRow),
    ),
    folded('Plans', table(null, ['client', 'operation', 'change'], planRows(result))),
    folded(
      'Safe',
      table(null, ['what', 'code', 'coordinate', 'where'], ofSeverity(result, 'safe').map(changeRow)),
    ),
    folded('Composition hints', table(null, ['code', 'what', 'where'], hints.map(findingRow))),
  ];
  return `${parts.filter((part) => part !== null).join('\n\n')}\n`;
}

function clientsOf(changes: readonly Change[]): readonly string[] {
  const clients = changes.flatMap(({ affected }) => affected.map(({ client }) => client));
  return [...new Set(clients)].sort((a, b) => (a < b ? -1 : 1));
}

function clientTable(client: string, breaking: readonly Change[]): string | null {
  const rows = breaking.flatMap((change) => {
    const own = change.affected.filter((affected) => affected.client === client);
    if (own.length === 0) return [];
    const operations = own.flatMap(({ operation }) => (operation === null ? [] : [markdownCode(operation)]));
    const count = own.reduce((sum, affected) => sum + (affected.operation === null ? 0 : affected.count), 0);
    const lastSeen = own.map((affected) => affected.lastSeen ?? '').reduce((a, b) => (a > b ? a : b));
    const who = operations.length === 0 ? 'its contract' : shortened(operations);
    return [
      [
        markdownText(change.message),
        markdownCode(change.code),
        markdownCode(change.coordinate),
        who,
        String(count),
        lastSeen,
      ],
    ];
  });
  const head = ['what', 'code', 'coordinate', 'operations', 'count', 'last seen'];
  return table(`Breaking for ${markdownText(client)}`, head, rows);
}

const MAX_OPERATIONS = 5;

function shortened(operations: readonly string[]): string {
  const others = operations.length - MAX_OPERATIONS;
  return [...operations.slice(0, MAX_OPERATIONS), ...(others > 0 ? [`and ${others} more`] : [])].join(', ');
}

/** A comment has room for about 65,000 characters, and nobody reads more rows than these. */
const MAX_ROWS = 50;

function table(
  title: string | null,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string | null {
  if (rows.length === 0) return null;
  const others = rows.length - MAX_ROWS;
  return [
    ...(title === null ? [] : [`### ${title}`, '']),
    row(head),
    row(head.map(() => '---')),
    ...rows.slice(0, MAX_ROWS).map(row),
    ...(others > 0 ? ['', `… and ${counted(others, 'more row')}`] : []),
  ].join('\n');
}

function folded(title: string, inner: string | null): string | null {
  return inner === null ? null : `<details><summary>${title}</summary>\n\n${inner}\n\n</details>`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function changeRow(change: Change): string[] {
  return [
    markdownText(change.message),
    markdownCode(change.code),
    markdownCode(change.coordinate),
    whereOf(change),
  ];
}

function findingRow(finding: CompositionFinding): string[] {
  return [markdownCode(finding.code), markdownText(finding.message), whereOf(finding)];
}

function planRows({ plans }: CheckResult): string[][] {
  return changedPlans(plans).map((plan) => [
    markdownText(plan.client),
    markdownCode(plan.operation),
    markdownText(planText(plan)),
  ]);
}

function whereOf(place: Change | CompositionFinding): string {
  const text = placeText(place);
  return text === null ? '' : markdownCode(text);
}

function ofSeverity({ changes }: CheckResult, severity: Change['severity']): readonly Change[] {
  return changes.filter((change) => change.severity === severity);
}
