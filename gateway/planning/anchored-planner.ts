import { type DocumentNode } from 'graphql';
import { type Planner } from './planner';
import { anchorConditionalFields } from './workarounds/anchor-conditional-fields';

/** A planner that fetches every field whose own conditions hold, also when nothing that it selects is wanted. */
export function createAnchoredPlanner(planner: Planner): Planner {
  // The same document for the same document: the planner remembers plans by it.
  const anchored = new WeakMap<DocumentNode, DocumentNode>();
  return {
    plan: (operation, conditions) => {
      const document = anchored.get(operation.document) ?? anchorConditionalFields(operation.document);
      anchored.set(operation.document, document);
      return planner.plan({ ...operation, document }, conditions);
    },
  };
}
