import { type DocumentNode } from 'graphql';
import { type Planner } from './planner';
import { anchorConditionalFields } from './workarounds/anchor-conditional-fields';
import { withoutConstantConditions } from './workarounds/without-constant-conditions';
import { withoutDirectives } from './workarounds/without-directives';

/**
 * A planner that fetches every field whose own conditions hold, also when nothing that it selects is wanted, and nothing that
 * a constant excludes. It does not see the directives `composedDirectives`: subgraphs that do not define them would refuse
 * what carries them.
 */
export function createAnchoredPlanner(planner: Planner, composedDirectives: ReadonlySet<string>): Planner {
  // The same document for the same document: the planner remembers plans by it.
  const anchored = new WeakMap<DocumentNode, DocumentNode>();
  return {
    plan: (operation, conditions) => {
      const { document } = operation;
      let planned = anchored.get(document);
      if (!planned) {
        planned = anchorConditionalFields(
          withoutConstantConditions(withoutDirectives(document, composedDirectives)),
        );
        anchored.set(document, planned);
      }
      return planner.plan(planned === document ? operation : { ...operation, document: planned }, conditions);
    },
  };
}
