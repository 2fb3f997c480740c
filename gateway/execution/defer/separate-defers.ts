import {
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { keepUsedDefinitions } from '../../authorization/keep-used-definitions';
import { fragmentsOf } from '../response/fragments-of';

/** A fragment of an operation that is answered later. */
export interface DeferredFragment {
  /** Unlike the client's, every one has a label, and no two the same. */
  readonly label: string;
  readonly clientLabel: string | undefined;
  /** The label of the fragment that it is deferred in; undefined when it is in none. */
  readonly within: string | undefined;
  /** What it selects without the fragments that are deferred in turn. */
  readonly answered: SelectionSetNode;
  /** What it selects with them. */
  readonly whole: SelectionSetNode;
}

/** An operation of which something is deferred, taken apart. */
export interface DeferredOperation {
  readonly definition: OperationDefinitionNode;
  /** For the planner: every `@defer` has a label of its own and no condition, in an inline fragment of its own. */
  readonly planned: DocumentNode;
  /** What the operation selects, as in `planned`, and what is answered of it first. */
  readonly whole: SelectionSetNode;
  readonly answered: SelectionSetNode;
  readonly fragments: ReadonlyMap<SelectionNode, DeferredFragment>;
  /** The selections of `planned` that are deferred, or that something is deferred in. */
  readonly leading: ReadonlySet<SelectionNode>;
}

/**
 * Takes an operation apart at its `@defer`s, of which those apply whose condition is true (GraphQL spec draft, section
 * 3.13.4); undefined when none does. `isFalse` reads a variable. Fragments are put in place where something in them is
 * deferred, so that each place is deferred by itself; the limits have bounded how many selections that can be.
 */
export function separateDefers(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  isFalse: (variable: string) => boolean,
): DeferredOperation | undefined {
  const named = fragmentsOf(document);
  const separation = new Separation(named, isFalse);
  const { whole, answered } = separation.selectionSet(operation.selectionSet, true);
  const { fragments, leading } = separation;
  if (fragments.size === 0) return undefined;
  const definition = { ...operation, selectionSet: whole };
  const planned = keepUsedDefinitions(definition, [...named.values()]);
  return { definition, planned, whole, answered, fragments, leading };
}

/** Selections with what is deferred in them, and without. */
interface Separated<Selected> {
  readonly whole: Selected;
  readonly answered: Selected;
}

class Separation {
  readonly fragments = new Map<SelectionNode, DeferredFragment>();
  readonly leading = new Set<SelectionNode>();
  private count = 0;
  private around: string | undefined;
  private readonly deferring = new Map<SelectionNode, boolean>();

  constructor(
    private readonly named: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly isFalse: (variable: string) => boolean,
  ) {}

  selectionSet(
    { selections }: SelectionSetNode,
    isRoot: boolean,
    spread = new Set<string>(),
  ): Separated<SelectionSetNode> {
    const separated = selections.flatMap((selection) => this.selection(selection, isRoot, spread));
    return {
      whole: setOf(separated.map(({ whole }) => whole)),
      answered: setOf(separated.flatMap(({ answered }) => answered ?? [])),
    };
  }

  /** At most one; none when a fragment was spread here before (GraphQL spec, section 6.3.2 "CollectFields"). */
  private selection(
    selection: SelectionNode,
    isRoot: boolean,
    spread: Set<string>,
  ): { readonly whole: SelectionNode; readonly answered: SelectionNode | undefined }[] {
    if (!this.defersIn(selection)) return [{ whole: selection, answered: selection }];
    if (selection.kind === Kind.FIELD) return this.field(selection);
    const fragment = this.inPlace(selection);
    if (!fragment) return [];
    const deferral = this.deferralOf(selection, fragment.selectionSet, isRoot);
    if (deferral) return [{ whole: this.defer(fragment, deferral, isRoot), answered: undefined }];
    // What may be left out by a condition does not stand for another spread of the same fragment.
    const isConditional = (fragment.directives ?? []).length > 0;
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      if (spread.has(selection.name.value)) return [];
      if (!isConditional) spread.add(selection.name.value);
    }
    const spreadInside = isConditional ? new Set(spread) : spread;
    const inner = this.selectionSet(fragment.selectionSet, isRoot, spreadInside);
    const whole = { ...fragment, selectionSet: inner.whole };
    this.leading.add(whole);
    return [{ whole, answered: { ...fragment, selectionSet: inner.answered } }];
  }

  private field(field: FieldNode): { readonly whole: FieldNode; readonly answered: FieldNode }[] {
    if (!field.selectionSet) return [{ whole: field, answered: field }];
    const inner = this.selectionSet(field.selectionSet, false);
    const whole = { ...field, selectionSet: inner.whole };
    this.leading.add(whole);
    return [{ whole, answered: { ...field, selectionSet: inner.answered } }];
  }

  private defer(fragment: InlineFragmentNode, directive: DirectiveNode, isRoot: boolean): InlineFragmentNode {
    // Counted before its inner ones, so that the labels are in the order of the document.
    const label = `d${this.count++}`;
    const given = valueOf(directive, 'label');
    const clientLabel = given?.kind === Kind.STRING ? given.value : undefined;
    const within = this.around;
    this.around = label;
    const { whole, answered } = this.selectionSet(fragment.selectionSet, isRoot);
    this.around = within;
    const directives = [...(fragment.directives ?? []), deferAs(label)];
    const node: InlineFragmentNode = { ...fragment, directives, selectionSet: whole };
    this.fragments.set(node, { label, clientLabel, within, answered, whole });
    this.leading.add(node);
    return node;
  }

  /** The `@defer` of a selection when it applies. */
  private deferralOf(
    { directives }: SelectionNode,
    selectionSet: SelectionSetNode,
    isRoot: boolean,
  ): DirectiveNode | undefined {
    const directive = directives?.find(isDefer);
    if (!directive) return undefined;
    const condition = valueOf(directive, 'if');
    if (condition?.kind === Kind.BOOLEAN && !condition.value) return undefined;
    if (condition?.kind === Kind.VARIABLE && this.isFalse(condition.name.value)) return undefined;
    // No subgraph is asked for introspection, and the planner knows none that it could defer.
    return isRoot && this.hasIntrospection(selectionSet, new Set()) ? undefined : directive;
  }

  private inPlace(selection: InlineFragmentNode | FragmentSpreadNode): InlineFragmentNode | undefined {
    const directives = (selection.directives ?? []).filter((directive) => !isDefer(directive));
    if (selection.kind === Kind.INLINE_FRAGMENT) return { ...selection, directives };
    const fragment = this.named.get(selection.name.value);
    if (!fragment) return undefined;
    const { typeCondition, selectionSet } = fragment;
    return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
  }

  /** True when a `@defer` stands at the selection or anywhere in it. */
  private defersIn(selection: SelectionNode): boolean {
    if (selection.directives?.some(isDefer)) return true;
    const known = this.deferring.get(selection);
    if (known !== undefined) return known;
    const inner =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? this.named.get(selection.name.value)?.selectionSet
        : selection.selectionSet;
    const defers = inner?.selections.some((one) => this.defersIn(one)) ?? false;
    this.deferring.set(selection, defers);
    return defers;
  }

  private hasIntrospection({ selections }: SelectionSetNode, spread: Set<string>): boolean {
    return selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value.startsWith('__');
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return this.hasIntrospection(selection.selectionSet, spread);
      if (spread.has(selection.name.value)) return false;
      spread.add(selection.name.value);
      const fragment = this.named.get(selection.name.value);
      return fragment !== undefined && this.hasIntrospection(fragment.selectionSet, spread);
    });
  }
}

function setOf(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections };
}

function deferAs(label: string): DirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'defer' },
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: 'label' },
        value: { kind: Kind.STRING, value: label },
      },
    ],
  };
}

function isDefer({ name }: DirectiveNode): boolean {
  return name.value === 'defer';
}

function valueOf({ arguments: given }: DirectiveNode, name: string): ValueNode | undefined {
  return given?.find((argument) => argument.name.value === name)?.value;
}
