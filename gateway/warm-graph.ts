import { setImmediate } from 'node:timers/promises';
import { type GatewayConfig } from './config';
import { type PreparedDocument } from './documents/document-cache';
import { prepareDocument } from './documents/prepare-document';
import { RequestRefused } from './errors';
import { type Graph } from './graph';

/**
 * Does for `next`, before it takes traffic, what the operations that `last` saw most will need: their plans are made and
 * their documents validated by the new schema. What is no longer valid is left out. Ends at `deadline` (of the monotonic
 * clock) at the latest.
 */
export async function warmGraph(
  next: Graph,
  last: Graph,
  config: GatewayConfig,
  deadline: number,
): Promise<void> {
  const { operations } = config.planning.warmUp;
  await next.planning.warmUp(last.planning.planner.mostUsed(operations), deadline);
  for (const [key, prepared] of last.documents.latest(operations)) {
    if (performance.now() >= deadline) return;
    prepareAgain(next, key, prepared, config);
    // Requests go on between two documents.
    await setImmediate();
  }
}

function prepareAgain(next: Graph, key: string, prepared: PreparedDocument, config: GatewayConfig): void {
  const text = 'document' in prepared ? prepared.document.loc?.source.body : undefined;
  if (text === undefined) return;
  const tier = key.startsWith('internal:') ? 'internal' : 'public';
  try {
    prepareDocument(text, {
      schema: next.supergraph.clientSchema,
      introspection: config.introspection,
      cache: next.documents,
      limits: config.limits[tier],
      tier,
    });
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
  }
}
