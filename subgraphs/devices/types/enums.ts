import { registerEnumType } from 'type-graphql';

/** Stages of a box's life (domain A4). */
export const DeviceLifecycle = {
  INVENTORY: 'INVENTORY',
  SHIPPED: 'SHIPPED',
  ACTIVATED: 'ACTIVATED',
  SUSPENDED: 'SUSPENDED',
  QUARANTINED: 'QUARANTINED',
  RETIRED: 'RETIRED',
} as const;
export type DeviceLifecycle = keyof typeof DeviceLifecycle;
registerEnumType(DeviceLifecycle, {
  name: 'DeviceLifecycle',
  description: 'Administrative + service life; changes rarely, lives in Postgres.',
});

/** How a box can be reached. */
export const Reachability = {
  ONLINE: 'ONLINE',
  STALE: 'STALE',
  OFFLINE: 'OFFLINE',
  UNKNOWN: 'UNKNOWN',
} as const;
export type Reachability = keyof typeof Reachability;
registerEnumType(Reachability, {
  name: 'Reachability',
  description: 'Derived from heartbeats, lives in Redis. UNKNOWN = never seen since the cache was rebuilt.',
});

/** How well a box does by its own telemetry. */
export const HealthStatus = { OK: 'OK', DEGRADED: 'DEGRADED', FAULTY: 'FAULTY' } as const;
export type HealthStatus = keyof typeof HealthStatus;
registerEnumType(HealthStatus, { name: 'HealthStatus' });

/** Instruction sets. */
export const Arch = { X86_64: 'X86_64', AARCH64: 'AARCH64', ARMV7L: 'ARMV7L', MIPS: 'MIPS' } as const;
export type Arch = keyof typeof Arch;
registerEnumType(Arch, { name: 'Arch' });

/** Kinds of lines into a home. */
export const AccessTechnology = {
  FTTH: 'FTTH',
  VDSL: 'VDSL',
  DOCSIS: 'DOCSIS',
  FIXED_WIRELESS: 'FIXED_WIRELESS',
  ETHERNET: 'ETHERNET',
} as const;
export type AccessTechnology = keyof typeof AccessTechnology;
registerEnumType(AccessTechnology, { name: 'AccessTechnology' });

/** TMF639 administrativeState. */
export const ResourceAdministrativeState = {
  LOCKED: 'LOCKED',
  UNLOCKED: 'UNLOCKED',
  SHUTDOWN: 'SHUTDOWN',
} as const;
export type ResourceAdministrativeState = keyof typeof ResourceAdministrativeState;
registerEnumType(ResourceAdministrativeState, {
  name: 'ResourceAdministrativeState',
  description: 'TMF639 three-axis state, for OSS consumers.',
});

/** TMF639 operationalState. */
export const ResourceOperationalState = { ENABLE: 'ENABLE', DISABLE: 'DISABLE' } as const;
export type ResourceOperationalState = keyof typeof ResourceOperationalState;
registerEnumType(ResourceOperationalState, { name: 'ResourceOperationalState' });

/** TMF639 usageState. */
export const ResourceUsageState = { IDLE: 'IDLE', ACTIVE: 'ACTIVE', BUSY: 'BUSY' } as const;
export type ResourceUsageState = keyof typeof ResourceUsageState;
registerEnumType(ResourceUsageState, { name: 'ResourceUsageState' });

/** How far a TR-069 task is. */
export const TaskState = {
  QUEUED: 'QUEUED',
  IN_SESSION: 'IN_SESSION',
  DONE: 'DONE',
  FAULTED: 'FAULTED',
  CANCELLED: 'CANCELLED',
} as const;
export type TaskState = keyof typeof TaskState;
registerEnumType(TaskState, { name: 'TaskState' });

/** What a TR-069 task does. */
export const TaskKind = {
  GET_PARAMETER_VALUES: 'GET_PARAMETER_VALUES',
  SET_PARAMETER_VALUES: 'SET_PARAMETER_VALUES',
  REFRESH_OBJECT: 'REFRESH_OBJECT',
  DOWNLOAD: 'DOWNLOAD',
  REBOOT: 'REBOOT',
  FACTORY_RESET: 'FACTORY_RESET',
  SYNC_PLACEMENTS: 'SYNC_PLACEMENTS',
} as const;
export type TaskKind = keyof typeof TaskKind;
registerEnumType(TaskKind, { name: 'TaskKind' });
