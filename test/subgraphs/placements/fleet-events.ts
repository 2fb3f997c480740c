import type { DomainEvent } from '../../../subgraphs/kit/events';
import { createRandom } from '../../../subgraphs/kit/random';
import type { SeedOptions } from '../../../subgraphs/kit/room';
import { type SeedPlan, seedPlan } from '../../../subgraphs/kit/seed-plan';

/** What the other rooms tell before placements are seeded. */
export interface FleetEvents {
  readonly devices: readonly DomainEvent[];
  readonly subscribers: readonly DomainEvent[];
  readonly images: readonly DomainEvent[];
}

const MODELS = [
  { arch: 'MIPS', vcpu: 1, memoryMb: 64, diskGb: 1, traits: [] },
  { arch: 'ARMV7', vcpu: 2, memoryMb: 512, diskGb: 4, traits: ['HW_CPU_ARM_NEON'] },
  { arch: 'AARCH64', vcpu: 4, memoryMb: 4096, diskGb: 32, traits: ['HW_CPU_ARM_NEON', 'HW_CPU_ARM_AES'] },
  { arch: 'X86_64', vcpu: 4, memoryMb: 8192, diskGb: 64, traits: ['HW_CPU_X86_VMX'] },
] as const;

const PLANS = [
  { maxPlacements: 1, vcpu: 1, memoryMb: 256, diskGb: 2 },
  { maxPlacements: 3, vcpu: 3, memoryMb: 2048, diskGb: 16 },
  { maxPlacements: 8, vcpu: 8, memoryMb: 8192, diskGb: 64 },
] as const;

/** A whole fleet as the owners of its facts would tell it, for the ids of the seed plan. */
export function fleetEvents(options: Omit<SeedOptions, 'now' | 'progress'>): FleetEvents {
  const plan = seedPlan(options);
  return {
    devices: plan.deviceIds.map((_, index) => deviceEvent(plan, index, options.seed)),
    subscribers: plan.subscriberIds.map((_, index) => subscriberEvent(plan, index, options.seed)),
    images: MODELS.flatMap(({ arch }) => [1, 2, 3, 4, 5, 6].map((rank) => imageEvent(plan, arch, rank))),
  };
}

function deviceEvent(plan: SeedPlan, index: number, seed: string): DomainEvent {
  const random = createRandom(`${seed}/test-device/${index}`);
  const { vcpu, memoryMb, diskGb, arch, traits } = random.pick(MODELS);
  const owner = plan.ownerOfDevice(index);
  const popId = plan.popOfDevice(index);
  const deviceId = plan.deviceIds[index] ?? '';
  const lifecycle = owner === null ? 'INVENTORY' : random.chance(0.93) ? 'ACTIVATED' : 'SUSPENDED';
  return {
    topic: 'devices.device.changed',
    key: deviceId,
    version: 1,
    payload: {
      deviceId,
      lifecycle,
      popId,
      regionId: plan.regionOfPop(popId),
      modelId: `model-${arch}`,
      arch,
      traits,
      subscriberId: owner,
      downlinkKbps: owner === null ? null : random.pick([6_000, 50_000, 250_000]),
      dataCapRemainingGb: null,
      vcpu,
      memoryMb,
      diskGb,
      hostReservedMemoryMb: 16,
      hostReservedDiskGb: 0,
      cpuAllocationRatio: 2,
    },
  };
}

function subscriberEvent(plan: SeedPlan, index: number, seed: string): DomainEvent {
  const random = createRandom(`${seed}/test-subscriber/${index}`);
  const subscriberId = plan.subscriberIds[index] ?? '';
  return {
    topic: 'subscribers.subscriber.changed',
    key: subscriberId,
    version: 1,
    payload: {
      subscriberId,
      status: random.chance(0.9) ? 'ACTIVE' : random.pick(['SUSPENDED', 'TERMINATED']),
      creditHold: random.chance(0.05),
      entitlement: random.pick(PLANS),
      allowedImageTags: [],
    },
  };
}

function imageEvent(plan: SeedPlan, arch: string, rank: number): DomainEvent {
  const imageId = `img-${arch.toLowerCase()}-${rank}`;
  return {
    topic: 'images.image.changed',
    key: imageId,
    version: 1,
    payload: {
      imageId,
      applicationId: `app-${rank}`,
      status: rank === 6 ? 'DEACTIVATED' : 'ACTIVE',
      visibility: rank === 5 ? 'PRIVATE' : 'PUBLIC',
      ownerId: plan.publisherIds[rank % 2] ?? '',
      sharedWith: [],
      arch,
      vcpu: 1,
      memoryMb: 16 * 2 ** rank,
      diskGb: rank > 2 ? 2 : 0,
      minRamMb: 32,
      minDiskGb: 0,
      requiredTraits: [],
      forbiddenTraits: [],
      minDownlinkKbps: rank === 4 ? 20_000 : null,
      sizeBytes: rank * 20_000_000,
      virtualSizeBytes: rank * 60_000_000,
      tags: [`rank-${rank}`],
      pricePerHour: { amount: '0.01', currency: 'EUR' },
    },
  };
}
