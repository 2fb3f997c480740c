import { clientError } from '../../kit/errors';
import type { InventoryCall } from '../engine-types';

/** An inventory as it is stored. The ratio is text, because it is computed with as a decimal. */
export interface InventoryRow {
  readonly resource_class: string;
  readonly total: number;
  readonly reserved: number;
  readonly allocation_ratio: string;
  readonly min_unit: number;
  readonly max_unit: number;
  readonly step_size: number;
}

const MAX_INT = 2_147_483_647;

/** @throws GraphQLError BAD_USER_INPUT that says which figure of which class is out of range. */
export function checkedInventories(calls: readonly InventoryCall[]): readonly InventoryRow[] {
  const rows = calls.map(checkedInventory);
  const twice = rows.find((row, index) => rows.findIndex(isSameClass(row)) !== index);
  if (twice) {
    throw clientError(
      'BAD_USER_INPUT',
      `Expected each resource class once, got ${twice.resource_class} twice.`,
    );
  }
  return rows;
}

function checkedInventory(call: InventoryCall): InventoryRow {
  const { resourceClass, total } = call;
  const reserved = call.reserved ?? 0;
  const ratio = call.allocationRatio ?? 1;
  const minUnit = call.minUnit ?? 1;
  const maxUnit = call.maxUnit ?? MAX_INT;
  const stepSize = call.stepSize ?? 1;
  expectFigure(total >= 0, resourceClass, `total of at least 0, got ${total}`);
  expectFigure(
    reserved >= 0 && reserved <= total,
    resourceClass,
    `reserved of 0 to ${total}, got ${reserved}`,
  );
  expectFigure(Number.isFinite(ratio) && ratio > 0, resourceClass, `allocationRatio above 0, got ${ratio}`);
  expectFigure(
    (total - reserved) * ratio <= MAX_INT,
    resourceClass,
    `capacity of at most ${MAX_INT}, got (${total} - ${reserved}) * ${ratio}`,
  );
  expectFigure(minUnit >= 1, resourceClass, `minUnit of at least 1, got ${minUnit}`);
  expectFigure(maxUnit >= minUnit, resourceClass, `maxUnit of at least ${minUnit}, got ${maxUnit}`);
  expectFigure(stepSize >= 1, resourceClass, `stepSize of at least 1, got ${stepSize}`);
  return {
    resource_class: resourceClass,
    total,
    reserved,
    allocation_ratio: String(ratio),
    min_unit: minUnit,
    max_unit: maxUnit,
    step_size: stepSize,
  };
}

function expectFigure(holds: boolean, resourceClass: string, expected: string): void {
  if (!holds) throw clientError('BAD_USER_INPUT', `Inventory of ${resourceClass}: expected ${expected}.`);
}

function isSameClass(row: InventoryRow): (other: InventoryRow) => boolean {
  return (other) => other.resource_class === row.resource_class;
}
