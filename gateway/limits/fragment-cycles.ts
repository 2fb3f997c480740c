import { Kind, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { RequestRefused } from '../errors';
import { type DocumentShape } from './document-shape';

/**
 * Refuses fragments that spread themselves, directly or through others (GraphQL spec, section 5.5.2.2). First of all
 * limits: whatever expands fragments after it comes to an end.
 */
export function checkFragmentCycles({ fragments }: DocumentShape): void {
  const done = new Set<string>();
  const entered = new Set<string>();
  const enter = (name: string): void => {
    if (entered.has(name)) refuse(name);
    const fragment = fragments.get(name);
    if (!fragment || done.has(name)) return;
    entered.add(name);
    for (const spread of spreadsOf(fragment)) enter(spread);
    entered.delete(name);
    done.add(name);
  };
  for (const name of fragments.keys()) enter(name);
}

function spreadsOf(fragment: FragmentDefinitionNode): ReadonlySet<string> {
  const names = new Set<string>();
  const add = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) names.add(selection.name.value);
      else if (selection.selectionSet) add(selection.selectionSet);
    }
  };
  add(fragment.selectionSet);
  return names;
}

function refuse(name: string): never {
  const message = `The fragment "${name.slice(0, 100)}" spreads itself.`;
  throw new RequestRefused('GRAPHQL_VALIDATION_FAILED', { message });
}
