import { sql, type SQL } from 'drizzle-orm';
import { textArray } from '../../kit/database';
import { isStorableId } from '../../kit/storable-text';
import { type Arch, type DeviceLifecycle } from '../types/enums';

/** The part of a filter that the records answer; a field that is absent does not narrow. */
export interface RecordFilter {
  readonly lifecycle?: readonly DeviceLifecycle[];
  readonly modelId?: string;
  readonly arch?: Arch;
  readonly softwareVersion?: string;
  readonly popId?: string;
  readonly regionId?: string;
  readonly drifted?: boolean;
}

/** The filter as conditions on devices `t`; at least one, `true` when nothing narrows. */
export function recordConditions(filter: RecordFilter): SQL[] {
  const conditions = [sql`true`];
  if (filter.lifecycle) conditions.push(sql`t.lifecycle = ANY(${textArray(filter.lifecycle)})`);
  if (filter.arch) {
    conditions.push(sql`t.model_id IN (SELECT id FROM device_models WHERE arch = ${filter.arch})`);
  }
  for (const [column, value] of [
    [sql`t.model_id`, filter.modelId],
    [sql`t.software_version`, filter.softwareVersion],
    [sql`t.pop_id`, filter.popId],
    [sql`t.region_id`, filter.regionId],
  ] as const) {
    // A text that cannot be stored is in no row.
    if (value !== undefined) conditions.push(isStorableId(value) ? sql`${column} = ${value}` : sql`false`);
  }
  if (filter.drifted !== undefined) {
    const isDrifted = sql`t.desired_version <> coalesce(t.reported_version, 0)`;
    conditions.push(filter.drifted ? isDrifted : sql`NOT (${isDrifted})`);
  }
  return conditions;
}
