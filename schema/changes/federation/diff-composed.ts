import { type ChangeCode } from '../change-codes';
import { type Finding } from '../finding';
import { pairByKey } from '../pair-by-name';
import { stableText } from '../stable-text';
import { applied, type ElementFacts, type SchemaSnapshot } from './snapshot';

/** The coordinates that clients see in both versions. */
export interface SeenByClients {
  readonly base: ReadonlySet<string>;
  readonly candidate: ReadonlySet<string>;
}

/** Differences of what composition merged from all subgraphs: tags, inaccessibility, costs. */
export function diffComposed(
  base: SchemaSnapshot,
  candidate: SchemaSnapshot,
  seen: SeenByClients,
): readonly Finding[] {
  const { kept } = pairByKey(base.elements, candidate.elements);
  return kept.flatMap(([before, after]) => [
    ...diffTags(before, after),
    ...diffInaccessible(before, after, seen),
    ...diffCost(before, after),
    ...diffListSize(before, after),
  ]);
}

function diffTags(before: ElementFacts, after: ElementFacts): readonly Finding[] {
  const [old, now] = [before, after].map((element) =>
    applied(element, 'tag').map(({ args }) => String(args['name'])),
  );
  const { coordinate } = after;
  const added = (now ?? []).filter((tag) => !old?.includes(tag));
  const removed = (old ?? []).filter((tag) => !now?.includes(tag));
  return [
    ...removed.map((tag): Finding => ({
      code: 'TAG_REMOVED',
      coordinate,
      message: `${coordinate} no longer has the tag "${tag}": it may enter or leave contracts.`,
    })),
    ...added.map((tag): Finding => ({
      code: 'TAG_ADDED',
      coordinate,
      message: `${coordinate} has the tag "${tag}" now: it may enter or leave contracts.`,
    })),
  ];
}

/** What clients saw and no longer see is reported as removed, and that is all about it. */
function diffInaccessible(
  before: ElementFacts,
  after: ElementFacts,
  seen: SeenByClients,
): readonly Finding[] {
  const [was, is] = [before, after].map((element) => applied(element, 'inaccessible').length > 0);
  const { coordinate } = after;
  if (was === is) return [];
  if (!is) {
    const message = seen.candidate.has(coordinate)
      ? `${coordinate} was @inaccessible and can be seen by clients now.`
      : `${coordinate} is no longer @inaccessible; what is around it still hides it.`;
    return [{ code: 'INACCESSIBLE_REMOVED', coordinate, message }];
  }
  if (seen.base.has(coordinate)) return [];
  return [
    {
      code: 'INACCESSIBLE_ADDED',
      coordinate,
      message: `${coordinate}, which clients did not see, is @inaccessible.`,
    },
  ];
}

function diffCost(before: ElementFacts, after: ElementFacts): readonly Finding[] {
  const [old, now] = [costOf(before), costOf(after)];
  const { coordinate } = after;
  if (old === now) return [];
  const code: ChangeCode = now > old ? 'COST_RAISED' : 'COST_LOWERED';
  return [{ code, coordinate, message: `${coordinate} costs ${now}; it cost ${old}.` }];
}

/** An object costs 1 and all else nothing, unless `@cost` says otherwise. */
function costOf(element: ElementFacts): number {
  const [cost] = applied(element, 'cost').map(({ args }) => Number(args['weight']));
  return cost ?? (element.isComposite ? 1 : 0);
}

function diffListSize(before: ElementFacts, after: ElementFacts): readonly Finding[] {
  const [[old], [now]] = [applied(before, 'listSize'), applied(after, 'listSize')];
  const { coordinate } = after;
  if (stableText(old?.args) === stableText(now?.args)) return [];
  const effect = 'operations with it are priced otherwise, and may be refused for what they cost';
  if (!now) {
    const message = `The list ${coordinate} has no @listSize any more: ${effect}.`;
    return [{ code: 'LIST_SIZE_REMOVED', coordinate, message }];
  }
  if (!old)
    return [
      {
        code: 'LIST_SIZE_ADDED',
        coordinate,
        message: `The list ${coordinate} has ${now.text} now: ${effect}.`,
      },
    ];
  const message = `The list ${coordinate} has ${now.text}, and had ${old.text}: ${effect}.`;
  return [{ code: 'LIST_SIZE_CHANGED', coordinate, message }];
}
