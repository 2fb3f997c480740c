/** A schema coordinate taken apart (GraphQL specification, "Schema Coordinates"). */
export type Coordinate =
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'member'; readonly type: string; readonly member: string }
  | { readonly kind: 'argument'; readonly type: string; readonly member: string; readonly argument: string }
  | { readonly kind: 'directive'; readonly directive: string; readonly argument: string | undefined };

const NAME = '[_A-Za-z][_0-9A-Za-z]*';
const OF_TYPE = new RegExp(`^(${NAME})(?:\\.(${NAME})(?:\\((${NAME}):\\))?)?$`);
const OF_DIRECTIVE = new RegExp(`^@(${NAME})(?:\\((${NAME}):\\))?$`);

/** Takes a coordinate apart; undefined for what is none, such as the name of a subgraph with a dash. */
export function parseCoordinate(text: string): Coordinate | undefined {
  const [, directive, directiveArgument] = OF_DIRECTIVE.exec(text) ?? [];
  if (directive !== undefined) return { kind: 'directive', directive, argument: directiveArgument };
  const [, type, member, argument] = OF_TYPE.exec(text) ?? [];
  if (type === undefined) return undefined;
  if (member === undefined) return { kind: 'type', type };
  if (argument === undefined) return { kind: 'member', type, member };
  return { kind: 'argument', type, member, argument };
}
