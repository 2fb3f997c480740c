import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { MAX_EVALUATED_PLANS } from '../evaluated-plans';
import {
  type FieldChoices,
  type SubgraphSet,
  type SupergraphChoices,
  type TypeChoices,
} from './subgraph-choices';

// What planning costs grows with two things: how many selections there are once fragments are expanded, each as often as
// there are subgraphs to choose from for it; and how many complete plans the planner compares, which doubles with each
// branch that can be had in two ways, up to the planner's bound. Both are folded over the document with the subgraphs that
// may hold the parent object, so that a field of which only one subgraph is left counts as no choice. Each selection set is
// folded once for each type and set of subgraphs, so that counting is cheap where expanding would not be.

/** What the selections of one object cost to plan. */
interface Cost {
  /** Expanded selections that more than one subgraph could answer, times their number. */
  readonly choices: number;
  /** The binary logarithm of how many plans there are. */
  readonly planBits: number;
}

const NOTHING: Cost = { choices: 0, planBits: 0 };

/** Even when one subgraph has everything, each choice is walked some times before that is seen. */
const WALKS_AT_LEAST = 10;

/**
 * About how much work it is to plan the operation of a document, 0 when there is nothing to choose: a hundred units take
 * about a millisecond. Selections that do not fit the supergraph count as nothing.
 */
export function countComplexity(document: DocumentNode, supergraph: SupergraphChoices): number {
  const counter = new Counter(document, supergraph.types);
  let total = 0;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const root = supergraph.roots[definition.operation];
    const cost = counter.count(definition.selectionSet, root, supergraph.everywhere);
    const plans = Math.min(2 ** cost.planBits, MAX_EVALUATED_PLANS);
    total += cost.choices * (WALKS_AT_LEAST + plans);
  }
  return total;
}

class Counter {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly costs = new Map<SelectionSetNode, Map<string, Cost>>();
  private readonly localities = new Map<SelectionSetNode, Map<string, boolean>>();

  constructor(
    document: DocumentNode,
    private readonly types: ReadonlyMap<string, TypeChoices>,
  ) {
    this.fragments = new Map(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
      ),
    );
  }

  /** The cost of selections on an object of `typeName` that any of `holders` may have. */
  count(selectionSet: SelectionSetNode, typeName: string, holders: SubgraphSet): Cost {
    return remembered(this.costs, selectionSet, `${typeName}:${holders}`, NOTHING, () => {
      let choices = 0;
      let planBits = 0;
      const leafTargets = new Set<SubgraphSet>();
      for (const selection of selectionSet.selections) {
        const cost = this.countSelection(selection, typeName, holders, leafTargets);
        choices += cost.choices;
        planBits += cost.planBits;
      }
      return { choices, planBits };
    });
  }

  private countSelection(
    selection: SelectionNode,
    typeName: string,
    holders: SubgraphSet,
    leafTargets: Set<SubgraphSet>,
  ): Cost {
    if (selection.kind === Kind.FIELD) return this.countField(selection, typeName, holders, leafTargets);
    const inner = this.fragment(selection, typeName);
    if (!inner) return NOTHING;
    const within = holders & (this.types.get(inner.typeName)?.subgraphs ?? 0n);
    return this.count(inner.selectionSet, inner.typeName, within === 0n ? holders : within);
  }

  private countField(
    { name, selectionSet }: FieldNode,
    typeName: string,
    holders: SubgraphSet,
    leafTargets: Set<SubgraphSet>,
  ): Cost {
    const type = this.types.get(typeName);
    const field = type?.fields.get(name.value);
    if (!type || !field) return NOTHING;
    const here = holders & field.subgraphs;
    const next = here === 0n ? entered(type, field) : here;
    const options = here === 0n ? sizeOf(holders) * sizeOf(next) : sizeOf(here);
    const own = options > 1 ? options : 0;
    if (!selectionSet) {
      // Leaves of one object that come from the same subgraphs end in the same fetch: two cost hardly more than one.
      if (leafTargets.has(next)) return NOTHING;
      leafTargets.add(next);
      return { choices: own, planBits: Math.log2(Math.max(options, 1)) };
    }
    const inner = this.count(selectionSet, field.typeName, next);
    // Where each of the subgraphs has all that is below, the planner chooses once for the whole of it.
    const isOneBranch = this.isLocal(selectionSet, field.typeName, next);
    return {
      choices: own + inner.choices,
      planBits: isOneBranch ? Math.log2(Math.max(options, 1)) : inner.planBits,
    };
  }

  /** True when each of `holders` can resolve all of the selections by itself. */
  private isLocal(selectionSet: SelectionSetNode, typeName: string, holders: SubgraphSet): boolean {
    return remembered(this.localities, selectionSet, `${typeName}:${holders}`, true, () =>
      selectionSet.selections.every((selection) => {
        if (selection.kind === Kind.FIELD) {
          const field = this.types.get(typeName)?.fields.get(selection.name.value);
          if (!field) return true;
          if ((holders & ~field.subgraphs) !== 0n) return false;
          return !selection.selectionSet || this.isLocal(selection.selectionSet, field.typeName, holders);
        }
        const inner = this.fragment(selection, typeName);
        return !inner || this.isLocal(inner.selectionSet, inner.typeName, holders);
      }),
    );
  }

  private fragment(
    selection: InlineFragmentNode | FragmentSpreadNode,
    typeName: string,
  ): { readonly selectionSet: SelectionSetNode; readonly typeName: string } | undefined {
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value);
    if (!fragment) return undefined;
    return {
      selectionSet: fragment.selectionSet,
      typeName: fragment.typeCondition?.name.value ?? typeName,
    };
  }
}

/** Where a field is resolved that none of the holders has: by key, or else wherever it is. */
function entered(type: TypeChoices, field: FieldChoices): SubgraphSet {
  const byKey = field.subgraphs & type.enterable;
  return byKey === 0n ? field.subgraphs : byKey;
}

function sizeOf(set: SubgraphSet): number {
  let size = 0;
  for (let rest = set; rest !== 0n; rest &= rest - 1n) size += 1;
  return size;
}

/** Computes once per selection set and key; `unfinished` stands for a value that is asked for inside its own computation. */
function remembered<Value>(
  memory: Map<SelectionSetNode, Map<string, Value>>,
  selectionSet: SelectionSetNode,
  key: string,
  unfinished: Value,
  compute: () => Value,
): Value {
  const values = memory.get(selectionSet) ?? new Map<string, Value>();
  memory.set(selectionSet, values);
  const known = values.get(key);
  if (known !== undefined) return known;
  values.set(key, unfinished);
  const value = compute();
  values.set(key, value);
  return value;
}
