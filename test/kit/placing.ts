import { randomUUID } from 'node:crypto';
import type { Product } from './product';

/** The input of a claim that fits when it is made. */
export interface FittingClaim {
  readonly placementId: string;
  readonly subscriberId: string;
  readonly imageId: string;
  readonly deviceId: string;
  readonly providerGeneration: number;
  readonly idempotencyKey: string;
}

/** What a claim answered. */
export interface ClaimAnswer {
  readonly claim: { readonly __typename: string; readonly placement?: { id: string; state: string } };
}

/** Claims one candidate. */
export const CLAIM =
  'mutation ($in: ClaimInput!) { claim(input: $in) { __typename ... on PlacementPayload { placement { id state } } } }';

/** Finds an idle box whose owner has headroom for a small public image. Throws when the seed has none. */
export async function fittingClaim(product: Product): Promise<FittingClaim> {
  interface Images { images: { edges: { node: { id: string; requirements: { memoryMb: number } } }[] } } // prettier-ignore
  const { data } = await product.ask<Images>(
    'scheduling',
    '{ images(filter: { status: [ACTIVE], visibility: [PUBLIC] }, first: 100) { edges { node { id requirements { memoryMb } } } } }',
  );
  const bySize = data.images.edges
    .map(({ node }) => node)
    .sort((left, right) => left.requirements.memoryMb - right.requirements.memoryMb);
  for (const image of bySize.slice(0, 12)) {
    const claim = await claimOf(product, image.id, image.requirements.memoryMb);
    if (claim) return claim;
  }
  throw new Error('no idle box has an owner with headroom for any small image');
}

interface Candidates {
  allocationCandidates: {
    candidates: {
      providerGeneration: number;
      device: {
        id: string;
        subscriber: {
          id: string;
          status: string;
          headroom: { placements: number; vcpu: number; memoryMb: number; diskGb: number };
        } | null;
      };
    }[];
  };
}

async function claimOf(product: Product, imageId: string, memoryMb: number): Promise<FittingClaim | null> {
  const { data } = await product.ask<Candidates>(
    'scheduling',
    `query ($r: CandidateRequest!) { allocationCandidates(request: $r) { candidates { providerGeneration
       device { id subscriber { id status headroom { placements vcpu memoryMb diskGb } } } } } }`,
    { r: { imageId, limit: 25 } },
  );
  for (const { providerGeneration, device } of data.allocationCandidates.candidates) {
    const owner = device.subscriber;
    if (owner?.status !== 'ACTIVE') continue;
    const { placements, vcpu, memoryMb: memory, diskGb } = owner.headroom;
    if (placements < 1 || vcpu < 1 || memory < memoryMb || diskGb < 2) continue;
    const ids = { placementId: randomUUID(), idempotencyKey: randomUUID() };
    return { ...ids, subscriberId: owner.id, imageId, deviceId: device.id, providerGeneration };
  }
  return null;
}

/** Imports a box into a PoP and activates it for an active subscriber; the simulator lets it come alive. Returns its id. */
export async function activateNewBox(product: Product, popId: string): Promise<string> {
  interface Found { pop: { devices: { edges: { node: { model: { id: string } } }[] } }; subscribers: { edges: { node: { id: string } }[] } } // prettier-ignore
  const { data } = await product.ask<Found>(
    'provisioning',
    `{ pop(id: "${popId}") { devices(first: 1) { edges { node { model { id } } } } }
       subscribers(filter: { status: ACTIVE, creditHold: false }, first: 1) { edges { node { id } } } }`,
  );
  const triple = { oui: '0018E7', productClass: 'STB-NEW', serialNumber: randomUUID().slice(0, 12) };
  const box = { ...triple, modelId: data.pop.devices.edges[0]?.node.model.id, popId };
  await product.ask(
    'provisioning',
    'mutation ($in: [ImportDeviceInput!]!, $key: String!) { importDevices(input: $in, idempotencyKey: $key) { accepted } }',
    { in: [box], key: randomUUID() },
  );
  const found = await product.ask<{ deviceBySerial: { id: string; version: number } }>(
    'provisioning',
    'query ($o: String!, $p: String!, $s: String!) { deviceBySerial(oui: $o, productClass: $p, serialNumber: $s) { id version } }',
    { o: triple.oui, p: triple.productClass, s: triple.serialNumber },
  );
  const { id, version } = found.data.deviceBySerial;
  const activated = await product.ask<{ activateDevice: { __typename: string } }>(
    'provisioning',
    'mutation ($d: ID!, $s: ID!, $v: Int!) { activateDevice(deviceId: $d, subscriberId: $s, ifVersion: $v) { __typename } }',
    { d: id, s: data.subscribers.edges[0]?.node.id, v: version },
  );
  if (activated.data.activateDevice.__typename !== 'DevicePayload')
    throw new Error(`the box was not activated: ${JSON.stringify(activated)}`);
  return id;
}
