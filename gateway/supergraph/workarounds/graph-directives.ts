import { Kind, type ConstArgumentNode, type ConstDirectiveNode } from 'graphql';
import { argumentOf } from './specification-names';

/** The directives of one name on what may carry them. */
export function directivesNamed(
  { directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
): readonly ConstDirectiveNode[] {
  return directives.filter((directive) => directive.name.value === name);
}

/** The value of the enum of subgraphs that a directive of the join specification is about. */
export function graphOf(directive: ConstDirectiveNode): string {
  return String(argumentOf(directive, 'graph'));
}

/** The same directive for another subgraph. */
export function inGraph(directive: ConstDirectiveNode, graph: string): ConstDirectiveNode {
  return {
    ...directive,
    arguments: (directive.arguments ?? []).map((argument) =>
      argument.name.value === 'graph' ? { ...argument, value: { kind: Kind.ENUM, value: graph } } : argument,
    ),
  };
}

/** A `@join__type` that says no more than that its subgraph knows the type: entities of it cannot be asked there. */
export function bareJoinType(directive: ConstDirectiveNode): ConstDirectiveNode {
  return {
    ...directive,
    arguments: directive.arguments?.filter(({ name }) => name.value === 'graph') ?? [],
  };
}

/** A `@join__field` of one subgraph. */
export function joinFieldOf(name: string, graph: string): ConstDirectiveNode {
  return directiveOf(name, [argument('graph', { kind: Kind.ENUM, value: graph })]);
}

/** A `@join__field` of one subgraph that is told the field and does not resolve it. */
export function externalFieldOf(name: string, graph: string): ConstDirectiveNode {
  return directiveOf(name, [
    argument('graph', { kind: Kind.ENUM, value: graph }),
    argument('external', { kind: Kind.BOOLEAN, value: true }),
  ]);
}

/** The `@join__graph` of a subgraph that is asked nothing: it has no address. */
export function joinGraphOf(name: string, subgraph: string): ConstDirectiveNode {
  return directiveOf(name, [textArgument('name', subgraph), textArgument('url', '')]);
}

/** An argument whose value is a text. */
export function textArgument(name: string, value: string): ConstArgumentNode {
  return argument(name, { kind: Kind.STRING, value });
}

function directiveOf(name: string, given: readonly ConstArgumentNode[]): ConstDirectiveNode {
  return { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: name }, arguments: given };
}

function argument(name: string, value: ConstArgumentNode['value']): ConstArgumentNode {
  return { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value };
}
