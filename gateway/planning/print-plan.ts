import {
  type DeferNode,
  type FetchDataRewrite,
  type FetchNode,
  type PlanNode,
  type QueryPlan,
  type QueryPlanSelectionNode,
  type SubscriptionNode,
} from '@apollo/query-planner';
import { parse, print } from 'graphql';

/**
 * A plan as text for people and tests, one idea a line and the same for equal plans. What the planner generates as names of
 * operations is left out. Throws when an operation inside is not GraphQL.
 */
export function printPlan({ node }: QueryPlan): string {
  if (!node) return 'Nothing';
  return (node.kind === 'Subscription' ? printSubscription(node) : printNode(node)).join('\n');
}

function printSubscription({ primary, rest }: SubscriptionNode): string[] {
  return [
    'Subscription',
    ...indent(printFetch(primary)),
    ...(rest ? ['then, for each event', ...indent(printNode(rest))] : []),
  ];
}

function printNode(node: PlanNode): string[] {
  switch (node.kind) {
    case 'Fetch':
      return printFetch(node);
    case 'Sequence':
    case 'Parallel':
      return [node.kind, ...indent(node.nodes.flatMap(printNode))];
    case 'Flatten':
      return [`At ${node.path.join('.')}`, ...indent(printNode(node.node))];
    case 'Condition':
      return [
        ...(node.ifClause ? [`If $${node.condition}`, ...indent(printNode(node.ifClause))] : []),
        ...(node.elseClause ? [`Unless $${node.condition}`, ...indent(printNode(node.elseClause))] : []),
      ];
    case 'Defer':
      return printDefer(node);
  }
}

function printFetch(fetch: FetchNode): string[] {
  const { serviceName, id, requires = [] } = fetch;
  const name = id === undefined ? `Fetch ${serviceName}` : `Fetch ${serviceName} (${id})`;
  return [
    name,
    ...indent([
      ...(requires.length > 0 ? printSelections('requires', requires) : []),
      ...print(parse(fetch.operation)).replace(NAME, '$1').split('\n'),
      ...printRewrites('sent', fetch.inputRewrites),
      ...printRewrites('received', fetch.outputRewrites),
      ...printRewrites('context', fetch.contextRewrites),
    ]),
  ];
}

/** The name after the kind of an operation. */
const NAME = /^(query|mutation|subscription) \w*(?=[ (])/;

function printSelections(head: string, selections: readonly QueryPlanSelectionNode[]): string[] {
  return [`${head} {`, ...indent(selections.flatMap(printSelection)), '}'];
}

function printSelection(selection: QueryPlanSelectionNode): string[] {
  if (selection.kind === 'InlineFragment') {
    const { typeCondition } = selection;
    return printSelections(
      typeCondition === undefined ? '...' : `... on ${typeCondition}`,
      selection.selections,
    );
  }
  const { alias, name, selections } = selection;
  const head = alias === undefined ? name : `${alias}: ${name}`;
  return selections ? printSelections(head, selections) : [head];
}

function printRewrites(when: string, rewrites: readonly FetchDataRewrite[] = []): string[] {
  return rewrites.map((rewrite) => {
    const path = rewrite.path.join('.');
    return rewrite.kind === 'KeyRenamer'
      ? `${when}: ${path} is renamed ${rewrite.renameKeyTo}`
      : `${when}: ${path} is set to ${JSON.stringify(rewrite.setValueTo)}`;
  });
}

function printDefer({ primary, deferred }: DeferNode): string[] {
  return [
    'Defer',
    ...indent([
      ...printPart('Primary', primary),
      ...deferred.flatMap(({ label, depends, queryPath, subselection, node }) => {
        const named = label === undefined ? 'Deferred' : `Deferred "${label}"`;
        const at = queryPath.length > 0 ? ` at ${queryPath.join('.')}` : '';
        const after = depends.length > 0 ? ` after ${depends.map(({ id }) => id).join(', ')}` : '';
        return printPart(`${named}${at}${after}`, { subselection, node });
      }),
    ]),
  ];
}

function printPart(
  head: string,
  {
    subselection,
    node,
  }: { readonly subselection?: string | undefined; readonly node?: PlanNode | undefined },
): string[] {
  return [
    head,
    ...indent([
      ...(subselection === undefined ? [] : print(parse(subselection)).split('\n')),
      ...(node ? printNode(node) : []),
    ]),
  ];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
