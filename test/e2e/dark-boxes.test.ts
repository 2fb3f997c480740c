import { DEFAULT_SEED } from '../../cli/commands/defaults';
import { waitUntil } from '../../cli/process/wait-until';
import { profileOfDevice, seedPlan } from '../../subgraphs/kit/seed-plan';
import { type Product, startProduct } from '../kit/product';

const DEVICES = 600;
const LOST_AFTER_MS = 600_000;

interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
}

interface Placement {
  readonly id: string;
  readonly state: string;
  readonly transitions: Connection<{ readonly to: string; readonly at: string; readonly actor: string }>;
  readonly usage: readonly { readonly to: string }[];
}

interface Box {
  readonly id: string;
  readonly lifecycle: string;
  readonly reachability: string;
  readonly lastSeenAt: string | null;
  readonly placements: Connection<Placement>;
}

/** What the records say of a dark box, and what the hot state does. */
const QUERY = `query ($id: ID!, $from: DateTime!, $to: DateTime!) {
  device(id: $id) {
    id lifecycle reachability lastSeenAt
    placements(first: 20) { edges { node {
      id state transitions(first: 50) { edges { node { to at actor } } } usage(from: $from, to: $to) { to }
    } } }
  }
}`;

let product: Product;
let boxes: readonly Box[];
let placements: readonly { readonly placement: Placement; readonly lastSeenMs: number }[];

beforeAll(async () => {
  product = await startProduct({ devices: DEVICES });
  const isHeard = async (): Promise<boolean> => {
    boxes = await darkBoxes();
    return boxes.every(({ lastSeenAt }) => lastSeenAt !== null);
  };
  expect(await waitUntil(isHeard, { timeoutMs: 60_000, everyMs: 500 })).toBe(true);
  placements = boxes.flatMap((box) =>
    box.placements.edges.map(({ node }) => ({
      placement: node,
      lastSeenMs: Date.parse(box.lastSeenAt ?? ''),
    })),
  );
}, 200_000);

afterAll(() => product.remove());

/** The boxes in service that the demonstration data makes dark. */
async function darkBoxes(): Promise<Box[]> {
  const plan = seedPlan({ seed: DEFAULT_SEED, devices: DEVICES, pops: 16, regions: 4 });
  const ids = plan.deviceIds.filter(
    (_, index) => profileOfDevice(DEFAULT_SEED, index) === 'dark' && plan.ownerOfDevice(index) !== null,
  );
  const found = await Promise.all(ids.map(readBox));
  return found.filter(({ lifecycle }) => lifecycle === 'ACTIVATED');
}

async function readBox(id: string): Promise<Box> {
  const to = new Date();
  const from = new Date(to.getTime() - 45 * 86_400_000);
  const answer = await product.ask<{ device: Box }>('billing', QUERY, { id, from, to });
  expect(answer.errors).toEqual([]);
  return answer.data.device;
}

describe('the dark boxes of the demonstration data', () => {
  it('are OFFLINE, last seen some hours ago at most, and hold placements that are LOST', () => {
    expect(boxes.length).toBeGreaterThan(10);
    for (const { reachability, lastSeenAt } of boxes) {
      expect(reachability).toBe('OFFLINE');
      const silentMs = Date.now() - Date.parse(lastSeenAt ?? '');
      expect(silentMs).toBeGreaterThan(90_000);
      expect(silentMs).toBeLessThan(11 * 3_600_000);
    }
    expect(placements.filter(({ placement }) => placement.state === 'LOST').length).toBeGreaterThan(5);
  });

  it('lost what ran on them ten minutes after they were last seen, and no sooner', () => {
    const losses = placements.flatMap(({ placement, lastSeenMs }) => {
      const loss = placement.transitions.edges.find(
        ({ node }) => node.to === 'LOST' && Date.parse(node.at) > lastSeenMs,
      );
      return placement.state === 'LOST' ? [Date.parse(loss?.node.at ?? '') - lastSeenMs] : [];
    });
    expect(
      losses.filter((afterMs) => !(afterMs >= LOST_AFTER_MS && afterMs < LOST_AFTER_MS + 60_000)),
    ).toEqual([]);
  });

  it('said nothing after they were last seen, and have histories in order', () => {
    for (const { placement, lastSeenMs } of placements) {
      const steps = placement.transitions.edges.map(({ node }) => ({ ...node, atMs: Date.parse(node.at) }));
      const times = steps.map(({ atMs }) => atMs);
      expect(times).toEqual([...times].sort((left, right) => left - right));
      expect(steps.filter(({ actor, atMs }) => actor === 'box' && atMs > lastSeenMs)).toEqual([]);
    }
  });

  it('are metered until they were last seen', () => {
    const ends = placements.flatMap(({ placement, lastSeenMs }) =>
      placement.usage.map(({ to }) => Date.parse(to) - lastSeenMs),
    );
    expect(ends.length).toBeGreaterThan(50);
    expect(Math.max(...ends)).toBeLessThanOrEqual(0);
    expect(ends).toContain(0);
  });
});
