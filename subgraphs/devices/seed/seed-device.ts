import { type Random } from '../../kit/random';
import { type DeviceProfile, lastSeenOfDevice, profileOfDevice, type SeedPlan } from '../../kit/seed-plan';
import { type DeviceRow } from '../tables';
import { type DeviceLifecycle } from '../types/enums';
import { NO_LINE, seedLine } from './access-lines';
import { DEVICE_MODELS, type SeedModel } from './device-models';

/** A box as the seed writes it; what the database fills in itself is left out. */
export type SeedDevice = Omit<
  DeviceRow,
  | 'rosterVersion'
  | 'rosterTransaction'
  | 'desiredPlacementIds'
  | 'reportedPlacementIds'
  | 'reportedPlacements'
  | 'reportedHash'
>;

/** What the boxes of one seed have in common. */
export interface SeedFrame {
  readonly seed: string;
  readonly plan: SeedPlan;
  readonly now: Date;
}

const DAY_MS = 86_400_000;
const NEWEST_RELEASE = '24.10.4';
const OLDER_RELEASES = ['24.10.2', '24.10.2', '23.05.6'];
const TOTAL_WEIGHT = DEVICE_MODELS.reduce((sum, model) => sum + model.weight, 0);

/** How many changes a box has behind it in each stage of life. */
const VERSIONS: Readonly<Record<DeviceLifecycle, number>> = {
  INVENTORY: 1,
  SHIPPED: 2,
  ACTIVATED: 3,
  SUSPENDED: 4,
  QUARANTINED: 4,
  RETIRED: 5,
};
const QUARANTINE_REASONS = ['attestation failed', 'serial number seen twice', 'open resolver abused'];

/** The box of this index: where it is, whose it is, what it is and how far it got. */
export function seedDevice({ seed, plan, now }: SeedFrame, index: number, random: Random): SeedDevice {
  const model = pickModel(random);
  const owner = plan.ownerOfDevice(index);
  const lifecycle = lifecycleOf(owner, random);
  const popId = plan.popOfDevice(index);
  const wasActivated = owner !== null;
  // One from stock is as good as new: it comes to life when somebody activates it.
  const profile = wasActivated ? profileOfDevice(seed, index) : 'steady';
  const activatedAt = new Date(now.getTime() - random.integer(20 * DAY_MS, 900 * DAY_MS));
  return {
    id: plan.deviceIds[index] ?? '',
    oui: model.oui,
    productClass: model.productClass,
    serialNumber: serialOf(index, random),
    manufacturer: model.manufacturer,
    modelId: model.id,
    lifecycle,
    popId,
    regionId: plan.regionOfPop(popId),
    subscriberId: owner,
    ...(wasActivated ? seedLine(random) : NO_LINE),
    ...(wasActivated ? shadowOf(profile, lastReportOf(seed, index, now, random), random) : NO_SHADOW),
    quarantineReason: lifecycle === 'QUARANTINED' ? random.pick(QUARANTINE_REASONS) : null,
    replacedByDeviceId: null,
    activatedAt: wasActivated ? activatedAt : null,
    simulationProfile: profile,
    version: VERSIONS[lifecycle],
  };
}

type Shadow = Pick<
  DeviceRow,
  'softwareVersion' | 'desiredVersion' | 'desiredSoftwareVersion' | 'reportedVersion' | 'reportedAt'
>;

const NO_SHADOW: Shadow = {
  softwareVersion: null,
  desiredVersion: 0,
  desiredSoftwareVersion: null,
  reportedVersion: null,
  reportedAt: null,
};

/** When the box had something new to say: some time yesterday, or, if it is dark, with its last word. */
function lastReportOf(seed: string, index: number, now: Date, random: Random): Date {
  const yesterday = new Date(now.getTime() - random.integer(DAY_MS / 2, DAY_MS));
  return lastSeenOfDevice(seed, index, now) ?? yesterday;
}

/** A box that drifted was told to update and did not; the others have what they were told. */
function shadowOf(profile: DeviceProfile, reportedAt: Date, random: Random): Shadow {
  const isDrifted = profile === 'drifted';
  const softwareVersion = isDrifted || random.chance(0.25) ? random.pick(OLDER_RELEASES) : NEWEST_RELEASE;
  return {
    softwareVersion,
    desiredVersion: isDrifted ? 2 : 1,
    desiredSoftwareVersion: isDrifted ? NEWEST_RELEASE : softwareVersion,
    reportedVersion: 1,
    reportedAt,
  };
}

function lifecycleOf(owner: string | null, random: Random): DeviceLifecycle {
  if (owner === null) return random.chance(0.7) ? 'INVENTORY' : 'SHIPPED';
  const draw = random.next();
  if (draw < 0.965) return 'ACTIVATED';
  if (draw < 0.98) return 'SUSPENDED';
  return draw < 0.99 ? 'QUARANTINED' : 'RETIRED';
}

function pickModel(random: Random): SeedModel {
  let draw = random.next() * TOTAL_WEIGHT;
  const model = DEVICE_MODELS.find(({ weight }) => (draw -= weight) < 0) ?? DEVICE_MODELS[0];
  if (model === undefined) throw new Error('seed: there are no device models');
  return model;
}

/** Year and week of manufacture and a running number, as makers print them; the number keeps it unique. */
function serialOf(index: number, random: Random): string {
  const year = random.integer(19, 25);
  const week = String(random.integer(1, 52)).padStart(2, '0');
  return `S${year}${week}${String(index + 1).padStart(8, '0')}`;
}
