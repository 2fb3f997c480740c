import type { ReceivedEvent } from '../../kit/events';
import { providerIdOf } from '../store/provider-id';

/** What devices say about a box, as this room stores it. */
export interface DeviceFacts {
  readonly id: string;
  readonly device_id: string;
  readonly version: number;
  readonly lifecycle: string;
  readonly pop_id: string;
  readonly region_id: string;
  readonly arch: string;
  readonly traits: readonly string[];
  readonly subscriber_id: string | null;
  readonly downlink_kbps: number | null;
  readonly data_cap_gb: number | null;
  readonly vcpu: number;
  readonly memory_mb: number;
  readonly disk_gb: number;
  readonly reserved_memory_mb: number;
  readonly reserved_disk_gb: number;
  readonly cpu_ratio: number;
  /** The hardware in one text, to see whether it changed. */
  readonly host_figures: string;
}

/** The facts of one `devices.device.changed`. */
export function deviceFacts(event: ReceivedEvent): DeviceFacts {
  // Signed by the devices room and documented as this shape; the statement that stores it casts every column.
  const payload = event.payload as unknown as Payload;
  const figures = {
    vcpu: payload.vcpu,
    memory_mb: payload.memoryMb,
    disk_gb: payload.diskGb,
    reserved_memory_mb: Math.min(payload.hostReservedMemoryMb, payload.memoryMb),
    reserved_disk_gb: Math.min(payload.hostReservedDiskGb, payload.diskGb),
    cpu_ratio: payload.cpuAllocationRatio,
  };
  return {
    id: providerIdOf(payload.deviceId),
    device_id: payload.deviceId,
    version: event.version,
    lifecycle: payload.lifecycle,
    pop_id: payload.popId,
    region_id: payload.regionId,
    arch: payload.arch,
    traits: [...new Set([...payload.traits, `HW_ARCH_${payload.arch}`])].sort(),
    subscriber_id: payload.subscriberId ?? null,
    downlink_kbps: payload.downlinkKbps ?? null,
    data_cap_gb: payload.dataCapRemainingGb ?? null,
    ...figures,
    host_figures: JSON.stringify(figures),
  };
}

interface Payload {
  readonly deviceId: string;
  readonly lifecycle: string;
  readonly popId: string;
  readonly regionId: string;
  readonly arch: string;
  readonly traits: readonly string[];
  readonly subscriberId?: string | null;
  readonly downlinkKbps?: number | null;
  readonly dataCapRemainingGb?: number | null;
  readonly vcpu: number;
  readonly memoryMb: number;
  readonly diskGb: number;
  readonly hostReservedMemoryMb: number;
  readonly hostReservedDiskGb: number;
  readonly cpuAllocationRatio: number;
}
