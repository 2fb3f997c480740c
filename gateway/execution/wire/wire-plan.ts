import { Kind, parse, type DocumentNode, type GraphQLSchema, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../response/fragments-of';
import { type CompiledGroup, type CompiledPlan, type CompiledStep } from '../steps/compile-plan';
import { type EntityStep } from './gather';
import { hopsOf } from './hop';
import { FIRST_SLOT, type ObjectLayout } from './layout';
import { layoutOf, type LayoutSource, type TypedSelection } from './layout-of-fetch';
import { Place } from './place';
import { RepresentationProgram } from './representation-program';
import { TypeMarks } from './type-marks';

/** A plan that can be run on the bytes of the answers. */
export interface WirePlan {
  readonly plan: CompiledPlan;
  readonly root: Place;
  readonly marks: TypeMarks;
  /** By the index of the step. */
  readonly roots: ReadonlyMap<number, RootStep>;
  readonly entities: ReadonlyMap<number, EntityStep>;
  /** The layout of what a step selects, of an entity or of a root. */
  readonly layouts: ReadonlyMap<number, ObjectLayout>;
}

/** A step that asks a root. */
export interface RootStep {
  readonly layout: ObjectLayout;
  /** The slot of the root's record for its answer. */
  readonly slot: number;
}

/** More fields than this are not prepared: they would cost memory that no answer pays back. */
const MAX_FIELDS = 10_000;

/**
 * Prepares a plan of a query. Undefined when it has something that only the exact engine can do: rewrites, values from
 * contexts, objects in parts from several subgraphs, deferred parts.
 */
export function wirePlanOf(plan: CompiledPlan, schema: GraphQLSchema): WirePlan | undefined {
  if (plan.parts.length > 1) return undefined;
  const preparation = new Preparation(plan, schema);
  return inOrder(plan.groups).every((group) => group.steps.every((step) => preparation.add(step)))
    ? preparation
    : undefined;
}

class Preparation implements WirePlan {
  readonly root = new Place({ fields: [], types: [], size: FIRST_SLOT, textSlot: 0 }, -1);
  readonly marks = new TypeMarks();
  readonly roots = new Map<number, RootStep>();
  readonly entities = new Map<number, EntityStep>();
  readonly layouts = new Map<number, ObjectLayout>();
  /** Steps with equal selections may share a list, and then its records. */
  private readonly bySelection = new Map<string, ObjectLayout>();
  private readonly frames = new Map<string, number>();
  private readonly source: LayoutSource;

  constructor(
    readonly plan: CompiledPlan,
    private readonly schema: GraphQLSchema,
  ) {
    this.source = { schema, marks: this.marks, fields: { left: MAX_FIELDS } };
  }

  add(step: CompiledStep): boolean {
    const { outputRewrites = [], inputRewrites = [], contextRewrites = [] } = step.fetch;
    if (step.isMutation || outputRewrites.length + inputRewrites.length + contextRewrites.length > 0)
      return false;
    const layout = this.layoutOf(step);
    if (!layout) return false;
    this.layouts.set(step.index, layout);
    return step.fetch.requires ? this.addEntities(step, layout) : this.addRoot(step, layout);
  }

  private addRoot({ index, path }: CompiledStep, layout: ObjectLayout): boolean {
    if (path.length > 0) return false;
    const slot = this.root.extend(index, layout);
    if (slot === undefined) return false;
    this.roots.set(index, { layout, slot });
    return true;
  }

  private addEntities({ index, path, fetch }: CompiledStep, layout: ObjectLayout): boolean {
    const end = hopsOf(this.root, path);
    if (!end || end.place.layout.types.length === 0) return false;
    const { schema, marks, frames } = this;
    const source = { schema, appliesTo: this.plan.appliesTo, marks, frames };
    const representations = new RepresentationProgram(fetch.requires ?? [], end.place, source, true);
    const slot = end.place.extend(index, layout);
    if (slot === undefined) return false;
    this.entities.set(index, { index, hops: end.hops, representations, slot });
    return true;
  }

  private layoutOf({ fetch, operation }: CompiledStep): ObjectLayout | undefined {
    const key = `${fetch.serviceName}\n${operation.entitySelection ?? fetch.operation}`;
    const known = this.bySelection.get(key);
    if (known) return known;
    const document = parse(fetch.operation, { noLocation: true });
    const selection = fetch.requires ? entitySelectionOf(document) : this.rootSelectionOf(document);
    const layout = selection && layoutOf(this.source, [selection], fragmentsOf(document));
    if (layout) this.bySelection.set(key, layout);
    return layout;
  }

  private rootSelectionOf(document: DocumentNode): TypedSelection | undefined {
    const type = this.schema.getQueryType();
    const selectionSet = operationSelectionOf(document);
    return type && selectionSet ? { type, selectionSet } : undefined;
  }
}

function entitySelectionOf(document: DocumentNode): TypedSelection | undefined {
  const [field] = operationSelectionOf(document)?.selections ?? [];
  if (field?.kind !== Kind.FIELD || !field.selectionSet) return undefined;
  return { type: undefined, selectionSet: field.selectionSet };
}

function operationSelectionOf({ definitions }: DocumentNode): SelectionSetNode | undefined {
  return definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)?.selectionSet;
}

/** Groups after those they wait for. */
function inOrder(groups: readonly CompiledGroup[]): readonly CompiledGroup[] {
  const ordered = new Set<CompiledGroup>();
  const visit = (group: CompiledGroup | undefined): void => {
    if (!group || ordered.has(group)) return;
    for (const index of group.after) visit(groups[index]);
    ordered.add(group);
  };
  for (const group of groups) visit(group);
  return [...ordered];
}
