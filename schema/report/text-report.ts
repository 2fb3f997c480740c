import pc from 'picocolors';
import type { Change, CheckResult, CompositionFinding } from '../check/check-result';
import { affectedOne } from './finding';
import { placeText } from './place-text';
import { changedPlans, planText } from './plan-text';
import { printable, printableLine } from './printable';
import { counted, summaryOf } from './summary';

/** How the report for people looks. */
export interface TextOptions {
  readonly isColored: boolean;
}

type Colors = ReturnType<typeof pc.createColors>;

/** A report for the terminal: what stops the change first, each with its place and those who are affected. */
export function textReport(result: CheckResult, { isColored }: TextOptions): string {
  const colors = pc.createColors(isColored);
  const { errors, hints } = result.composition;
  const sections = [
    section(
      colors.red(`✖ ${counted(errors.length, 'error')}`),
      errors.map((error) => findingLines(error, colors)),
    ),
    changeSection(result, 'breaking', (text) => colors.red(`✖ ${text}`), colors),
    changeSection(result, 'dangerous', (text) => colors.yellow(`▲ ${text}`), colors),
    section(
      colors.green(`✓ ${counted(ofSeverity(result, 'safe').length, 'safe change')}`),
      safeLines(result, colors),
    ),
    plansSection(result, colors),
    section(
      colors.cyan(`· ${counted(hints.length, 'composition hint')}`),
      hints.map((hint) => hintLines(hint, colors)),
    ),
    [headline(result, colors), ''],
  ];
  return sections
    .map((lines) => lines.join('\n'))
    .filter(Boolean)
    .join('\n');
}

function headline(result: CheckResult, colors: Colors): string {
  const color = result.conclusion === 'safe' ? colors.green : colors.red;
  return color(colors.bold(summaryOf(result)));
}

function section(title: string, entries: readonly (readonly string[])[]): string[] {
  return entries.length === 0 ? [] : [title, ...entries.flat().map((line) => `  ${line}`), ''];
}

function changeSection(
  result: CheckResult,
  severity: 'breaking' | 'dangerous',
  mark: (text: string) => string,
  colors: Colors,
): string[] {
  const changes = ofSeverity(result, severity);
  const noun = severity === 'breaking' ? 'breaking change' : 'dangerous change';
  return section(
    mark(counted(changes.length, noun)),
    changes.map((change) => changeLines(change, colors)),
  );
}

const MAX_AFFECTED = 8;

function changeLines(change: Change, colors: Colors): string[] {
  const others = change.affected.length - MAX_AFFECTED;
  return [
    `${colors.bold(printableLine(change.coordinate))}  ${colors.dim(change.code)}`,
    ...indented(change.message),
    ...change.affected
      .slice(0, MAX_AFFECTED)
      .map((affected) => `  ${colors.magenta('→')} ${printableLine(affectedOne(affected))}`),
    ...(others > 0 ? [`  ${colors.magenta('→')} and ${others} more`] : []),
    ...placeLine(change, colors),
  ];
}

function findingLines(finding: CompositionFinding, colors: Colors): string[] {
  return [colors.bold(finding.code), ...indented(finding.message), ...placeLine(finding, colors)];
}

/** Hints are there at every check, so each has one line. */
function hintLines(hint: CompositionFinding, colors: Colors): string[] {
  const place = placeText(hint);
  const [first = ''] = printable(hint.message).split('\n');
  return [`${colors.bold(hint.code)}  ${first}${place === null ? '' : `  ${colors.dim(printable(place))}`}`];
}

function safeLines(result: CheckResult, colors: Colors): string[][] {
  return ofSeverity(result, 'safe').map(({ code, coordinate }) => [
    `${printable(coordinate)}  ${colors.dim(code)}`,
  ]);
}

function plansSection({ plans }: CheckResult, colors: Colors): string[] {
  const changed = changedPlans(plans);
  const title = colors.cyan(`· ${counted(changed.length, 'plan')} of ${plans.length} changed`);
  return section(
    title,
    changed.map((plan) => [printableLine(`${plan.client} ${plan.operation}: ${planText(plan)}`)]),
  );
}

function placeLine(place: Change | CompositionFinding, colors: Colors): string[] {
  const text = placeText(place);
  return text === null ? [] : [`  ${colors.dim(printable(text))}`];
}

function indented(message: string): string[] {
  return printable(message)
    .split('\n')
    .map((line) => `  ${line}`);
}

function ofSeverity({ changes }: CheckResult, severity: Change['severity']): readonly Change[] {
  return changes.filter((change) => change.severity === severity);
}
