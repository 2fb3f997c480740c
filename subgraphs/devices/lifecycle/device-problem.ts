import { type DeviceRow } from '../tables';
import { type DeviceLifecycle } from '../types/enums';

/** There is no such box. */
export interface NotFound {
  readonly __typename: 'DeviceNotFound';
  readonly message: string;
  readonly deviceId: string;
}

/** Somebody else changed the box first. */
export interface VersionConflict {
  readonly __typename: 'DeviceVersionConflict';
  readonly message: string;
  readonly currentVersion: number;
}

/** The state machine has no such step. */
export interface IllegalTransition {
  readonly __typename: 'IllegalDeviceTransition';
  readonly message: string;
  readonly from: DeviceLifecycle;
  readonly to: DeviceLifecycle;
}

/** Something still runs on the box. */
export interface HasPlacements {
  readonly __typename: 'DeviceHasPlacements';
  readonly message: string;
  readonly placementIds: readonly string[];
}

/** The box after the change. */
export interface Changed {
  readonly __typename: 'DevicePayload';
  readonly device: DeviceRow;
}

/** What activate, swap and quarantine answer. */
export type ChangeResult = Changed | NotFound | VersionConflict | IllegalTransition;

/** There is no such box. */
export function notFound(deviceId: string): NotFound {
  return {
    __typename: 'DeviceNotFound',
    message: 'Expected the id of a device, got one that no device has.',
    deviceId,
  };
}

/** Somebody else changed the box first. */
export function versionConflict(device: DeviceRow, ifVersion: number): VersionConflict {
  return {
    __typename: 'DeviceVersionConflict',
    message: `Expected version ${device.version} of the device, got ${ifVersion}.`,
    currentVersion: device.version,
  };
}

/** The state machine has no such step. */
export function illegalTransition(from: DeviceLifecycle, to: DeviceLifecycle): IllegalTransition {
  return {
    __typename: 'IllegalDeviceTransition',
    message: `A device that is ${from} cannot become ${to}.`,
    from,
    to,
  };
}

/** Something still runs on the box. */
export function hasPlacements(placementIds: readonly string[]): HasPlacements {
  return {
    __typename: 'DeviceHasPlacements',
    message: `Expected a device without placements or "evict: true", got one with ${placementIds.length}.`,
    placementIds,
  };
}
