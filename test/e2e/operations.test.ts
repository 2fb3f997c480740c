import { readFileSync } from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { parse, print, separateOperations } from 'graphql';
import { packageRoot } from '../../subgraphs/kit/package-root';
import { type Product, type ProductAnswer, type Team, startProduct } from '../kit/product';

/** The trusted documents of all teams, by the name of their operation. */
const documents = new Map<string, { team: Team; query: string }>(
  (['billing', 'provisioning', 'scheduling', 'portal'] as const).flatMap((team) => {
    const file = path.join(packageRoot(), `schema/operations/${team}.graphql`);
    const operations = separateOperations(parse(readFileSync(file, 'utf8')));
    return Object.entries(operations).map(
      ([name, document]) => [name, { team, query: print(document) }] as const,
    );
  }),
);

let product: Product;

beforeAll(async () => {
  product = await startProduct({ devices: 600 });
}, 150_000);

afterAll(() => product.remove());

/** Runs a trusted document as its team and expects an answer without errors. */
async function run<Data>(name: string, variables: Record<string, unknown> = {}): Promise<Data> {
  const document = documents.get(name);
  if (!document) throw new Error(`no document is called ${name}`);
  const answer: ProductAnswer<Data> = await product.ask(document.team, document.query, variables);
  expect(answer.errors).toEqual([]);
  expect(answer.status).toBe(200);
  return answer.data;
}

async function ask<Data>(team: Team, query: string, variables: Record<string, unknown> = {}): Promise<Data> {
  const answer = await product.ask<Data>(team, query, variables);
  expect(answer.errors).toEqual([]);
  return answer.data;
}

interface Edges<Node> {
  edges: { cursor: string; node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const DAY_MS = 86_400_000;
const from = new Date(Date.now() - 10 * DAY_MS).toISOString();
const to = new Date(Date.now() + DAY_MS).toISOString();

describe('billing', () => {
  it('rates a closed day page by page, every line with a charge', async () => {
    interface Page { usageRecords: Edges<{ id: string; ratedCharge: { amount: string } | null }> } // prettier-ignore
    const first = await run<Page>('B1_RateRun', { from, to });
    expect(first.usageRecords.edges.length).toBe(500);
    expect(first.usageRecords.edges.every(({ node }) => node.ratedCharge !== null)).toBe(true);
    const after = first.usageRecords.pageInfo.endCursor;
    const second = await run<Page>('B1_RateRun', { from, to, after });
    const ids = new Set(first.usageRecords.edges.map(({ node }) => node.id));
    expect(second.usageRecords.edges.some(({ node }) => ids.has(node.id))).toBe(false);
  });

  it('writes invoice lines with the names of application and publisher', async () => {
    interface Lines { subscriber: { party: { displayName: string }; placements: Edges<{ image: { application: { publisher: { name: string } } }; usage: { ratedCharge: { amount: string } }[] }> } } // prettier-ignore
    const { usageBuckets } = await ask<{ usageBuckets: Edges<{ subscriber: { accountNumber: string } }> }>(
      'billing',
      `{ usageBuckets(from: "${from}", to: "${to}", groupBy: SUBSCRIBER, first: 1) { edges { cursor node { subscriber { accountNumber } } } pageInfo { hasNextPage endCursor } } }`,
    );
    const acct = usageBuckets.edges[0]?.node.subscriber.accountNumber;
    const { subscriber } = await run<Lines>('B2_InvoiceLines', { acct, from, to });
    expect(subscriber.party.displayName).toMatch(/\w+/);
    const lines = subscriber.placements.edges.filter(({ node }) => node.usage.length > 0);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines[0]?.node.image.application.publisher.name).toMatch(/\w+/);
    expect(lines[0]?.node.usage[0]?.ratedCharge.amount).toMatch(/^\d+(\.\d+)?$/);
  });

  it('finds accounts on credit hold that still consume', async () => {
    interface Page { subscribers: Edges<{ placements: Edges<{ state: string }> }> } // prettier-ignore
    const { subscribers } = await run<Page>('B5_CreditHoldStillRunning');
    const running = subscribers.edges.flatMap(({ node }) => node.placements.edges);
    expect(running.map(({ node }) => node.state)).toContain('RUNNING');
  });

  it('refuses a plan smaller than the use, and says by how much', async () => {
    interface Page { subscribers: Edges<{ id: string; entitlement: { maxPlacements: number }; headroom: { placements: number }; subscriptions: Edges<{ id: string }> }> } // prettier-ignore
    const { subscribers } = await ask<Page>(
      'billing',
      '{ subscribers(filter: { status: ACTIVE }, first: 300) { edges { node { id entitlement { maxPlacements } headroom { placements } subscriptions(status: ACTIVE) { edges { node { id } } } } } } }',
    );
    const busy = subscribers.edges.find(
      ({ node }) =>
        node.entitlement.maxPlacements - node.headroom.placements >= 2 &&
        node.subscriptions.edges.length === 1,
    );
    const sub = busy?.node.subscriptions.edges[0]?.node.id;
    const answer = await run<{ changePlan: { resourceClass: string; wouldBe: number; inUse: number } }>(
      'B7_ChangePlan',
      { sub, plan: 'plan-lite', key: randomUUID() },
    );
    expect(answer.changePlan.inUse).toBeGreaterThan(answer.changePlan.wouldBe);
  });

  it('suspends only what it has read', async () => {
    interface One { subscribers: Edges<{ id: string; updatedAt: string }> } // prettier-ignore
    const { subscribers } = await ask<One>(
      'billing',
      '{ subscribers(filter: { status: ACTIVE, creditHold: false }, first: 1) { edges { node { id updatedAt } } } }',
    );
    const { id, updatedAt } = subscribers.edges[0]!.node;
    const done = await run<{ setSubscriberStatus: { subscriber: { status: string } } }>('B9_Suspend', { s: id, at: updatedAt }); // prettier-ignore
    expect(done.setSubscriberStatus.subscriber.status).toBe('SUSPENDED');
    const late = await run<{ setSubscriberStatus: { currentUpdatedAt: string } }>('B9_Suspend', { s: id, at: updatedAt }); // prettier-ignore
    expect(new Date(late.setSubscriberStatus.currentUpdatedAt) > new Date(updatedAt)).toBe(true);
  });
});

describe('a partner', () => {
  it('registers an image, uploads it, and sees it become active', async () => {
    interface Ticket { createImage: { uploadUrl: string; image: { id: string; status: string } } } // prettier-ignore
    const { application } = await ask<{ application: { id: string } }>(
      'portal',
      '{ application: publisher(id: "pub-lastmile") { applications(first: 1) { edges { node { id } } } } }',
    ).then((data) => ({
      application: (data as unknown as { application: { applications: Edges<{ id: string }> } }).application.applications.edges[0]!.node, // prettier-ignore
    }));
    const input = {
      name: 'a new build',
      applicationId: application.id,
      appVersion: '99.0.1',
      arch: 'AARCH64',
      diskFormat: 'RAW',
      containerFormat: 'BARE',
      minRamMb: 64,
      minDiskGb: 1,
    };
    const { createImage } = await run<Ticket>('T1_Create', { in: input, key: randomUUID() });
    expect(createImage.image.status).toBe('QUEUED');
    const upload = await fetch(createImage.uploadUrl, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: 'sixteen bytes ok',
    });
    expect(upload.status).toBe(204);
    const { image } = await ask<{ image: { status: string; sizeBytes: number; hashAlgo: string } }>(
      'portal',
      `{ image(id: "${createImage.image.id}") { status sizeBytes hashAlgo } }`,
    );
    expect(image).toEqual({ status: 'ACTIVE', sizeBytes: 16, hashAlgo: 'sha512' });
  });

  it('sees its catalogue with live rollout counts', async () => {
    interface Catalogue { publisher: { applications: Edges<{ images: Edges<{ rollout: { running: number } }> }> } } // prettier-ignore
    const { publisher } = await run<Catalogue>('T3_Catalogue', { pub: 'pub-lastmile' });
    const images = publisher.applications.edges.flatMap(({ node }) => node.images.edges);
    expect(images.reduce((sum, { node }) => sum + node.rollout.running, 0)).toBeGreaterThan(0);
  });

  it('finds the newest build for an architecture', async () => {
    const { publisher } = await ask<{ publisher: { applications: Edges<{ slug: string }> } }>(
      'portal',
      '{ publisher(id: "pub-hearth") { applications(first: 1) { edges { node { slug } } } } }',
    );
    const slug = publisher.applications.edges[0]?.node.slug;
    const { application } = await run<{ application: { arm: { status: string } } }>('T5_Latest', { slug });
    expect(application.arm.status).toBe('ACTIVE');
  });
});

describe('provisioning', () => {
  const serialNumber = `E2E${randomUUID().slice(0, 8)}`;
  const triple = { oui: '0018E7', productClass: 'STB-E2E', serialNumber };

  it('imports a pallet, scans a box, activates it, and its provider is there in the same answer', async () => {
    const { pop, subscribers } =
      await ask<{ pop: { devices: Edges<{ model: { id: string } }> }; subscribers: Edges<{ id: string }> }> // prettier-ignore
      (
        'provisioning',
        '{ pop(id: "pop-north-01") { devices(first: 1) { edges { node { model { id } } } } } subscribers(filter: { status: ACTIVE }, first: 1) { edges { node { id } } } }',
      );
    const modelId = pop.devices.edges[0]?.node.model.id;
    const good = { ...triple, modelId, popId: 'pop-north-01' };
    const { importDevices } = await run<{
      importDevices: { accepted: number; failures: { index: number }[] };
    }>('P1_Import', {
      in: [good, { ...good, serialNumber: 'other', modelId: 'no-such-model' }],
      key: randomUUID(),
    });
    expect(importDevices).toMatchObject({ accepted: 1, failures: [{ index: 1 }] });

    interface Scan { deviceBySerial: { id: string; lifecycle: string; version: number } } // prettier-ignore
    const { deviceBySerial } = await run<Scan>('P2_Scan', {
      o: triple.oui,
      p: triple.productClass,
      s: serialNumber,
    });
    expect(deviceBySerial.lifecycle).toBe('INVENTORY');

    interface Activated { activateDevice: { device: { lifecycle: string; provider: { inventories: { resourceClass: string; capacity: number }[] } } } } // prettier-ignore
    const variables = { d: deviceBySerial.id, s: subscribers.edges[0]?.node.id, v: deviceBySerial.version };
    const { activateDevice } = await run<Activated>('P3_Activate', variables);
    expect(activateDevice.device.lifecycle).toBe('ACTIVATED');
    expect(
      activateDevice.device.provider.inventories.map(({ resourceClass }) => resourceClass).sort(),
    ).toEqual(['DISK_GB', 'MEMORY_MB', 'VCPU']);
    const again = await run<{ activateDevice: { currentVersion: number } }>('P3_Activate', variables);
    expect(again.activateDevice.currentVersion).toBeGreaterThan(deviceBySerial.version);
  });

  it('finds the dark boxes of a central office', async () => {
    const { regions } = await ask<{ regions: { pops: Edges<{ id: string }> }[] }>(
      'provisioning',
      '{ regions { pops { edges { node { id } } } } }',
    );
    const dark: string[] = [];
    for (const { node } of regions.flatMap((region) => region.pops.edges)) {
      const { devices } = await run<{ devices: Edges<{ id: string }> }>('P5_DarkInPop', { pop: node.id });
      dark.push(...devices.edges.map((edge) => edge.node.id));
    }
    expect(dark.length).toBeGreaterThan(3);
  });
});

describe('scheduling', () => {
  interface Candidate { providerGeneration: number; device: { id: string }; provider: { inventories: { free: number }[] } } // prettier-ignore
  interface Candidates { allocationCandidates: { candidates: Candidate[]; filters: { name: string; remaining: number }[] } } // prettier-ignore

  it('finds candidates, claims one, watches the box run it, and moves it', async () => {
    const { imageId, subscriberId, candidate } = await idleCandidate();
    const placementId = randomUUID();
    const claim = {
      placementId,
      subscriberId,
      imageId,
      deviceId: candidate.device.id,
      providerGeneration: candidate.providerGeneration,
      idempotencyKey: randomUUID(),
    };
    interface Claimed { claim: { __typename: string; placement: { id: string; state: string; consumerGeneration: number } } } // prettier-ignore
    const claimed = await run<Claimed>('S2_Claim', { in: claim });
    expect(claimed.claim).toMatchObject({ __typename: 'PlacementPayload', placement: { id: placementId } });
    expect(await run<Claimed>('S2_Claim', { in: claim })).toMatchObject({
      claim: { placement: { id: placementId } },
    });

    const stale = { ...claim, placementId: randomUUID(), idempotencyKey: randomUUID() };
    expect((await run<Claimed>('S2_Claim', { in: stale })).claim.__typename).toBe('GenerationConflict');
    await untilState(placementId, 'RUNNING');
  }, 90_000);

  it('draws the heat map of a region', async () => {
    interface Heat { region: { capacity: { capacity: number }[]; pops: Edges<{ summary: { total: number; online: number } }> } } // prettier-ignore
    const { region } = await run<Heat>('S4_Heat', { region: 'region-north' });
    expect(region.capacity[0]?.capacity).toBeGreaterThan(0);
    expect(region.pops.edges).toHaveLength(4);
    expect(region.pops.edges.reduce((sum, { node }) => sum + node.summary.online, 0)).toBeGreaterThan(50);
  });

  it('moves a running placement to another box of a central office', async () => {
    interface Running { placements: Edges<{ id: string; consumerGeneration: number; device: { id: string } }> } // prettier-ignore
    const { placements } = await ask<Running>(
      'scheduling',
      '{ placements(state: [RUNNING], first: 1) { edges { node { id consumerGeneration device { id } } } } }',
    );
    const { id, consumerGeneration, device } = placements.edges[0]!.node;
    const pops = ['pop-north-01', 'pop-north-02', 'pop-east-01', 'pop-south-01', 'pop-west-01'];
    interface Moved { movePlacement: { __typename: string; placement: { device: { id: string } } } } // prettier-ignore
    const { movePlacement } = await run<Moved>('S7_Move', { p: id, g: consumerGeneration, pops });
    expect(movePlacement.__typename).toBe('PlacementPayload');
    expect(movePlacement.placement.device.id).not.toBe(device.id);
  });

  it('lists everything that runs a recalled image', async () => {
    const { placements } = await ask<{ placements: Edges<{ image: { id: string } }> }>(
      'scheduling',
      '{ placements(state: [RUNNING], first: 1) { edges { node { image { id } } } } }',
    );
    const img = placements.edges[0]?.node.image.id;
    interface Recall { image: { rollout: { running: number }; placements: Edges<{ device: { reachability: string } }> } } // prettier-ignore
    const { image } = await run<Recall>('S9_Recall', { img });
    expect(image.rollout.running).toBeGreaterThan(0);
    expect(image.placements.edges.length).toBeGreaterThan(0);
  });

  async function idleCandidate(): Promise<{ imageId: string; subscriberId: string; candidate: Candidate }> {
    interface Owned { subscribers: Edges<{ id: string; headroom: { placements: number; memoryMb: number } }> } // prettier-ignore
    const { images } = await ask<{ images: Edges<{ id: string; requirements: { memoryMb: number } }> }>(
      'scheduling',
      '{ images(filter: { status: [ACTIVE], visibility: [PUBLIC] }, first: 100) { edges { node { id requirements { memoryMb } } } } }',
    );
    const { subscribers } = await ask<Owned>(
      'scheduling',
      '{ subscribers(filter: { status: ACTIVE, creditHold: false }, first: 200) { edges { node { id headroom { placements memoryMb } } } } }',
    );
    const small = images.edges.filter(({ node }) => node.requirements.memoryMb <= 128).slice(0, 8);
    for (const { node } of subscribers.edges.filter((edge) => edge.node.headroom.placements > 0)) {
      for (const image of small) {
        const r = { imageId: image.node.id, subscriberId: node.id, limit: 1 };
        const found = await run<Candidates>('S1_Candidates', { r });
        const candidate = found.allocationCandidates.candidates[0];
        if (candidate) return { imageId: image.node.id, subscriberId: node.id, candidate };
      }
    }
    throw new Error('no subscriber has an idle box for any small image');
  }

  async function untilState(placementId: string, state: string): Promise<void> {
    for (;;) {
      const { placement } = await ask<{ placement: { state: string } }>(
        'scheduling',
        `{ placement(id: "${placementId}") { state } }`,
      );
      if (placement.state === state) return;
      if (placement.state === 'FAILED') throw new Error('the placement failed');
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
});
