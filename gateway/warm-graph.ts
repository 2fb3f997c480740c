import { setImmediate } from 'node:timers/promises';
import { type GatewayConfig } from './config';
import { type KnownText } from './documents/document-cache';
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
  for (const [text, known] of last.documents.latest(operations)) {
    if (performance.now() >= deadline) return;
    for (const tier of TIERS) if (isValid(known, tier)) prepareAgain(next, text, tier, config);
    // Requests go on between two documents.
    await setImmediate();
  }
}

const TIERS = ['public', 'internal'] as const;

function isValid(known: KnownText, tier: (typeof TIERS)[number]): boolean {
  const prepared = known[tier];
  return prepared !== undefined && 'document' in prepared;
}

function prepareAgain(next: Graph, text: string, tier: (typeof TIERS)[number], config: GatewayConfig): void {
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
