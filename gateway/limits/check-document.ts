import { type DocumentNode } from 'graphql';
import { checkAliases } from './aliases';
import { checkDepth } from './depth';
import { checkDirectives } from './directives';
import { DocumentShape } from './document-shape';
import { checkExpandedSelections } from './expanded-selections';
import { checkFragmentCycles } from './fragment-cycles';
import { checkFragments } from './fragments';
import { type LimitValues } from './limit-values';
import { checkMergedFields } from './merged-fields';
import { checkRootFields } from './root-fields';
import { checkVariables } from './variables';

/** Applies every static limit to a parsed document, before validation, whose rules are quadratic in places. */
export function checkDocument(document: DocumentNode, limits: LimitValues): void {
  const shape = new DocumentShape(document);
  checkFragmentCycles(shape);
  checkFragments(shape, limits.fragments);
  checkVariables(shape, limits.variables);
  checkDirectives(shape, limits.directives);
  checkAliases(shape, limits.aliases);
  checkRootFields(shape, limits.rootFields);
  checkDepth(shape, limits.depth);
  checkExpandedSelections(shape, limits.expandedSelections);
  checkMergedFields(shape);
}
