import type { CandidateFound, WeightFound } from '../engine-types';
import type { FoundProvider } from './search-providers';

/** What a box is weighed for. */
export interface WeighInput {
  readonly subscriberId: string | null;
  readonly sizeBytes: number | null;
  /** In [0, 1). */
  readonly random: () => number;
}

interface Weigher {
  readonly name: string;
  readonly multiplier: number;
  /** Any figure of at least 0; what counts is its share of the best box's. */
  value(provider: FoundProvider, input: WeighInput): number;
}

/** The own home first, then boxes that are surely there, then room and a fast line (Nova's weighers, spread). */
const WEIGHERS: readonly Weigher[] = [
  {
    name: 'own',
    multiplier: 4,
    value: (provider, { subscriberId }) =>
      subscriberId !== null && provider.subscriber_id === subscriberId ? 1 : 0,
  },
  {
    name: 'reachability',
    multiplier: 2,
    value: ({ reachability }) => (reachability === 'ONLINE' ? 2 : reachability === 'UNKNOWN' ? 1 : 0),
  },
  { name: 'memory', multiplier: 1, value: (provider) => provider.memory_free },
  { name: 'cpu', multiplier: 1, value: (provider) => provider.vcpu_free },
  { name: 'disk', multiplier: 0.5, value: (provider) => provider.disk_free },
  { name: 'downlink', multiplier: 0.5, value: (provider) => provider.downlink_kbps ?? 0 },
];

/**
 * The boxes, best first: score = sum of value x multiplier, each value the share of the best box's figure. Equals are
 * in random order, so that schedulers racing for the same boxes seldom want the same one.
 */
export function weigh(providers: readonly FoundProvider[], input: WeighInput): readonly CandidateFound[] {
  const best = WEIGHERS.map((weigher) =>
    providers.reduce((most, provider) => Math.max(most, weigher.value(provider, input)), 0),
  );
  return shuffled(providers, input.random)
    .map((provider) => candidateOf(provider, input, best))
    .sort((left, right) => right.score - left.score);
}

/** How long the image takes over the box's line (I11), null when either is unknown. */
export function pullSeconds(sizeBytes: number | null, downlinkKbps: number | null): number | null {
  if (sizeBytes === null || downlinkKbps === null || downlinkKbps <= 0) return null;
  return Math.min(Math.ceil((sizeBytes * 8) / (downlinkKbps * 1000)), 2_147_483_647);
}

function candidateOf(provider: FoundProvider, input: WeighInput, best: readonly number[]): CandidateFound {
  const weights: WeightFound[] = WEIGHERS.map((weigher, index) => {
    const most = best[index] ?? 0;
    const value = most === 0 ? 0 : weigher.value(provider, input) / most;
    return { name: weigher.name, value, multiplier: weigher.multiplier };
  });
  return {
    deviceId: provider.device_id,
    providerId: provider.id,
    providerGeneration: provider.generation,
    score: weights.reduce((sum, weight) => sum + weight.value * weight.multiplier, 0),
    weights,
    estimatedPullSeconds: pullSeconds(input.sizeBytes, provider.downlink_kbps),
  };
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    // Both indexes are inside the array.
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}
