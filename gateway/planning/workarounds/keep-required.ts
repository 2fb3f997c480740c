import { type QueryPlanSelectionNode } from '@apollo/query-planner';
import { type RequirementTable } from '../../supergraph/workarounds/requirement-table';

/** What a part of an entity fetch is told of its entities. */
export interface KeptRequirements {
  /** What some field of the whole fetch requires, each as `Type|path`. */
  readonly all: ReadonlySet<string>;
  /** What the fields of the part require. */
  readonly kept: ReadonlySet<string>;
  readonly subgraph: string;
  readonly requirements: RequirementTable;
}

/** The representation of the whole fetch without what only the fields of other parts require; keys always stay. */
export function keepRequired(
  selections: readonly QueryPlanSelectionNode[],
  requirements: KeptRequirements,
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'Field') return [selection];
    if (selection.typeCondition === undefined) {
      return [{ ...selection, selections: keepRequired(selection.selections, requirements) }];
    }
    const kept = keepPaths(selection.selections, '', droppedPaths(selection.typeCondition, requirements));
    return kept.length === 0 ? [] : [{ ...selection, selections: kept }];
  });
}

function droppedPaths(
  typeName: string,
  { all, kept, subgraph, requirements }: KeptRequirements,
): ReadonlySet<string> {
  const types = requirements.typesBelow(typeName);
  const of = (paths: ReadonlySet<string>): string[] =>
    [...paths].flatMap((path) => {
      const [type = '', names = ''] = path.split('|');
      return types.includes(type) ? [names] : [];
    });
  const dropped = new Set(of(all));
  for (const path of [...of(kept), ...requirements.keyPaths(subgraph, typeName)]) dropped.delete(path);
  return dropped;
}

function keepPaths(
  selections: readonly QueryPlanSelectionNode[],
  parent: string,
  dropped: ReadonlySet<string>,
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'InlineFragment') {
      const inner = keepPaths(selection.selections, parent, dropped);
      return isEmptied(selection.selections, inner) ? [] : [{ ...selection, selections: inner }];
    }
    const path = `${parent}${selection.name}`;
    if (!selection.selections) return dropped.has(path) ? [] : [selection];
    const inner = keepPaths(selection.selections, `${path}.`, dropped);
    return isEmptied(selection.selections, inner) ? [] : [{ ...selection, selections: inner }];
  });
}

/** A selection of which nothing but the type is left was there for what was dropped. */
function isEmptied(
  before: readonly QueryPlanSelectionNode[],
  after: readonly QueryPlanSelectionNode[],
): boolean {
  if (after.length === before.length) return false;
  return after.every((selection) => selection.kind === 'Field' && selection.name === '__typename');
}
