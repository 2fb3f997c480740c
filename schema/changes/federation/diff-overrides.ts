import { type Finding } from '../finding';
import { applied, type ElementFacts } from './snapshot';

/**
 * Differences of `@override` at one field of one subgraph. `answered` tells whether the subgraph that was overridden still
 * had the field before the change: if not, the directive did nothing any more.
 */
export function diffOverride(
  subgraph: string,
  before: ElementFacts | undefined,
  after: ElementFacts,
  answered: (subgraph: string) => boolean,
): readonly Finding[] {
  const [old, now] = [readOverride(before), readOverride(after)];
  const { coordinate } = after;
  const finding = (code: Finding['code'], message: string): readonly Finding[] => [
    { code, coordinate, message, subgraph },
  ];
  if (!old && !now) return [];
  if (!old && now) {
    return finding(
      'OVERRIDE_ADDED',
      `The subgraph "${subgraph}" answers ${coordinate} in place of ${printed(now)}.`,
    );
  }
  if (old && !now) {
    return answered(old.from)
      ? finding(
          'OVERRIDE_REMOVED',
          `The subgraph "${subgraph}" no longer answers ${coordinate} in place of ${printed(old)}.`,
        )
      : finding(
          'OVERRIDE_RETIRED',
          `${coordinate} is no longer said to override "${old.from}", which did not answer it.`,
        );
  }
  return diffBoth(old as Override, now as Override, coordinate, finding);
}

function diffBoth(
  old: Override,
  now: Override,
  coordinate: string,
  finding: (code: Finding['code'], message: string) => readonly Finding[],
): readonly Finding[] {
  if (old.from !== now.from) {
    return finding('OVERRIDE_CHANGED', `${coordinate} overrides ${printed(now)} instead of ${printed(old)}.`);
  }
  if (old.label !== now.label) {
    return finding(
      'OVERRIDE_LABEL_CHANGED',
      `${coordinate} overrides "${now.from}" ${condition(now)}; it did ${condition(old)}.`,
    );
  }
  return [];
}

interface Override {
  readonly from: string;
  readonly label: string | null;
}

function readOverride(element: ElementFacts | undefined): Override | undefined {
  const [args] = applied(element, 'override').map((application) => application.args);
  if (!args) return undefined;
  return { from: String(args['from']), label: typeof args['label'] === 'string' ? args['label'] : null };
}

function printed({ from, label }: Override): string {
  return label === null ? `"${from}"` : `"${from}" when "${label}"`;
}

function condition({ label }: Override): string {
  return label === null ? 'always' : `when "${label}"`;
}
