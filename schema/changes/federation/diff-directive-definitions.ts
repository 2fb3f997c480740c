import { type Finding } from '../finding';
import { type SchemaSnapshot } from './snapshot';

/**
 * Differences of the directives that one subgraph defines for itself. Those that clients see are told where clients see
 * them.
 */
export function diffDirectiveDefinitions(
  subgraph: string,
  { directives: before }: SchemaSnapshot,
  { directives: after }: SchemaSnapshot,
  isSeen: (directive: string) => boolean,
): readonly Finding[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((name) => !isSeen(name));
  return names.flatMap((name): readonly Finding[] => {
    const coordinate = `@${name}`;
    const finding = (code: Finding['code'], what: string): readonly Finding[] => [
      {
        code,
        coordinate,
        message: `The directive ${coordinate} ${what} the subgraph "${subgraph}".`,
        subgraph,
      },
    ];
    if (!after.has(name)) return finding('UNSEEN_ELEMENT_REMOVED', 'was removed from');
    if (!before.has(name)) return finding('UNSEEN_ELEMENT_ADDED', 'was added to');
    return before.get(name) === after.get(name)
      ? []
      : finding('DIRECTIVE_DEFINITION_CHANGED', 'is defined otherwise now in');
  });
}
