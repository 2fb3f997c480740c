import { sql } from 'drizzle-orm';
import { type Database, type Queryable, textArray } from '../kit/database';
import { storableIds } from '../kit/storable-text';
import { selectRows } from './store/select-rows';
import {
  deviceFaults,
  type DeviceFaultRow,
  deviceModels,
  type DeviceModelRow,
  type DeviceRow,
  devices,
  type DeviceTaskRow,
  deviceTasks,
  type PopRow,
  pops,
  type RegionRow,
  regions,
} from './tables';

/** The three parts by which TR-069 names a box. */
export interface SerialTriple {
  readonly oui: string;
  readonly productClass: string;
  readonly serialNumber: string;
}

/** Boxes by id; unknown ids are left out. */
export async function devicesById(database: Database, ids: readonly string[]): Promise<DeviceRow[]> {
  return selectRows(database, devices, sql`FROM devices t WHERE t.id = ANY(${textArray(storableIds(ids))})`);
}

/** Boxes by serial number; unknown ones are left out. OUIs are stored in upper case. */
export async function devicesByTriple(
  database: Database,
  triples: readonly SerialTriple[],
): Promise<DeviceRow[]> {
  const known = triples.filter((triple) => storableIds(Object.values(triple)).length === 3);
  const wanted = JSON.stringify(known.map((triple) => ({ ...triple, oui: triple.oui.toUpperCase() })));
  return selectRows(
    database,
    devices,
    sql`FROM jsonb_to_recordset(${wanted}::jsonb)
          AS wanted(oui text, "productClass" text, "serialNumber" text)
        JOIN devices t ON t.oui = wanted.oui AND t.product_class = wanted."productClass"
          AND t.serial_number = wanted."serialNumber"`,
  );
}

/** Models by id. */
export async function modelsById(
  database: Database,
  ids: readonly string[],
  on?: Queryable,
): Promise<DeviceModelRow[]> {
  return selectRows(
    database,
    deviceModels,
    sql`FROM device_models t WHERE t.id = ANY(${textArray(storableIds(ids))})`,
    on,
  );
}

/** PoPs by id. */
export async function popsById(database: Database, ids: readonly string[]): Promise<PopRow[]> {
  return selectRows(database, pops, sql`FROM pops t WHERE t.id = ANY(${textArray(storableIds(ids))})`);
}

/** Every PoP id, of one region or of all. */
export async function popIdsOf(database: Database, regionId: string | null): Promise<string[]> {
  const narrowed =
    regionId === null ? sql`` : sql`WHERE region_id = ANY(${textArray(storableIds([regionId]))})`;
  const found = await database.rows<{ id: string }>(sql`SELECT id FROM pops ${narrowed} ORDER BY id`);
  return found.map((row) => row.id);
}

/** The PoPs of these regions, by id. */
export async function popIdsOfRegions(
  database: Database,
  regionIds: readonly string[],
): Promise<{ readonly id: string; readonly regionId: string }[]> {
  return database.rows<{ id: string; regionId: string }>(sql`
    SELECT id, region_id AS "regionId" FROM pops
    WHERE region_id = ANY(${textArray(storableIds(regionIds))}) ORDER BY id`);
}

/** Regions by id. */
export async function regionsById(database: Database, ids: readonly string[]): Promise<RegionRow[]> {
  return selectRows(database, regions, sql`FROM regions t WHERE t.id = ANY(${textArray(storableIds(ids))})`);
}

/** All regions, by id. */
export async function allRegions(database: Database): Promise<RegionRow[]> {
  return selectRows(database, regions, sql`FROM regions t ORDER BY t.id`);
}

/** Tasks by id. */
export async function tasksById(database: Database, ids: readonly string[]): Promise<DeviceTaskRow[]> {
  return selectRows(
    database,
    deviceTasks,
    sql`FROM device_tasks t WHERE t.id = ANY(${textArray(storableIds(ids))})`,
  );
}

/** Faults by id. */
export async function faultsById(database: Database, ids: readonly string[]): Promise<DeviceFaultRow[]> {
  return selectRows(
    database,
    deviceFaults,
    sql`FROM device_faults t WHERE t.id = ANY(${textArray(storableIds(ids))})`,
  );
}
