import { type Desired, type DesiredPlacement, type RosterBox } from '../../../cli/fleet/messages';

/** Any moment will do: nothing here asks the machine for the time. */
export const NOW = 1_800_000_000_000;

/** A placement of 40 MB, which a line of 50 Mbit/s pulls in 6.4 seconds. */
export function desiredPlacement(
  placementId: string,
  changes: Partial<DesiredPlacement> = {},
): DesiredPlacement {
  return {
    placementId,
    imageId: `image-of-${placementId}`,
    sizeBytes: 40_000_000,
    memoryMb: 128,
    vcpu: 1,
    failing: false,
    ...changes,
  };
}

/** A desired state of these placements. */
export function desired(version: number, placements: DesiredPlacement[] = []): Desired {
  return { version, softwareVersion: '1.2.0', placements };
}

/** A steady box in the roster with nothing to run. */
export function rosterBox(changes: Partial<RosterBox> = {}): RosterBox {
  return {
    deviceId: 'dev-000001',
    popId: 'pop-a',
    rosterVersion: 1,
    lifecycle: 'ACTIVATED',
    downlinkKbps: 50_000,
    rttMs: 10,
    memoryMb: 2048,
    vcpu: 4,
    diskGb: 32,
    softwareVersion: '1.2.0',
    profile: 'steady',
    desired: desired(1),
    reported: { version: 1, at: new Date(NOW - 3_600_000).toISOString(), placements: [] },
    ...changes,
  };
}
