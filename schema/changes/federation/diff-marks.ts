import { type ChangeCode } from '../change-codes';
import { type Finding } from '../finding';
import { pairByKey } from '../pair-by-name';
import { applied, type ElementFacts, type SchemaSnapshot } from './snapshot';

interface Mark {
  readonly name: string;
  readonly added: ChangeCode;
  readonly removed: ChangeCode;
}

const MARKS: readonly Mark[] = [
  { name: 'shareable', added: 'SHAREABLE_ADDED', removed: 'SHAREABLE_REMOVED' },
  { name: 'external', added: 'EXTERNAL_ADDED', removed: 'EXTERNAL_REMOVED' },
];

/**
 * Differences of the marks of fields in one subgraph. A mark on a type is one on each of its fields, so that moving it from
 * the one to the others changes nothing; when all fields of a type gain or lose it, the type stands for them.
 */
export function diffMarks(
  subgraph: string,
  base: SchemaSnapshot,
  candidate: SchemaSnapshot,
): readonly Finding[] {
  return MARKS.flatMap((mark) => [
    ...diffMark(mark, mark.added, 'is now', subgraph, candidate, base),
    ...diffMark(mark, mark.removed, 'is no longer', subgraph, base, candidate),
  ]);
}

/** What has the mark in `having` and not in `lacking`. */
function diffMark(
  { name }: Mark,
  code: ChangeCode,
  verb: string,
  subgraph: string,
  having: SchemaSnapshot,
  lacking: SchemaSnapshot,
): readonly Finding[] {
  const byType = new Map<string, { fields: string[]; changed: string[] }>();
  for (const [has, lacks] of pairByKey(having.elements, lacking.elements).kept) {
    if (has.parent === null || has.type === null || !isType(has.parent)) continue;
    const known = byType.get(has.parent) ?? { fields: [], changed: [] };
    byType.set(has.parent, known);
    known.fields.push(has.coordinate);
    if (isMarked(name, has, having) && !isMarked(name, lacks, lacking)) known.changed.push(has.coordinate);
  }
  return [...byType].flatMap(([type, { fields, changed }]) => {
    const coordinates = changed.length === fields.length && changed.length > 1 ? [type] : changed;
    return coordinates.map((coordinate): Finding => ({
      code,
      coordinate,
      message: `${coordinate} ${verb} @${name} in the subgraph "${subgraph}".`,
      subgraph,
    }));
  });
}

function isType(coordinate: string): boolean {
  return !coordinate.includes('.');
}

function isMarked(name: string, element: ElementFacts, within: SchemaSnapshot): boolean {
  const type = within.elements.get(element.parent ?? '');
  return applied(element, name).length > 0 || applied(type, name).length > 0;
}
