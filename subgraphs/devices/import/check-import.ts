import { isStorableId } from '../../kit/storable-text';

/** One box of a pallet as a client names it. */
export interface ImportItem {
  readonly oui: string;
  readonly productClass: string;
  readonly serialNumber: string;
  readonly modelId: string;
  readonly popId: string;
}

/** Why one box of a pallet is not taken. */
export interface Failure {
  readonly index: number;
  readonly message: string;
}

/** A box of a pallet that nothing speaks against so far. */
export interface CheckedItem {
  readonly index: number;
  readonly item: ImportItem;
}

/** Longest ProductClass and SerialNumber of TR-069 (DeviceIdStruct, A.3.3.1.1). */
const MAX_PART_LENGTH = 64;
const OUI = /^[0-9A-F]{6}$/;

/** Sorts a pallet into what may be taken and what is wrong by itself: form, and twice in the same pallet. */
export function checkItems(items: readonly ImportItem[]): { good: CheckedItem[]; failures: Failure[] } {
  const good: CheckedItem[] = [];
  const failures: Failure[] = [];
  const firstIndex = new Map<string, number>();
  items.forEach((given, index) => {
    const item = { ...given, oui: given.oui.toUpperCase() };
    const first = firstIndex.get(serialOf(item));
    const message =
      problemOf(item) ??
      (first === undefined ? null : `The same serial number is at index ${first} already.`);
    if (message !== null) {
      failures.push({ index, message });
      return;
    }
    firstIndex.set(serialOf(item), index);
    good.push({ index, item });
  });
  return { good, failures };
}

/** What names a box of a pallet, as one text. */
export function serialOf({ oui, productClass, serialNumber }: Omit<ImportItem, 'modelId' | 'popId'>): string {
  return JSON.stringify([oui, productClass, serialNumber]);
}

function problemOf(item: ImportItem): string | null {
  if (!OUI.test(item.oui)) return `Expected "oui" as 6 hexadecimal digits, got ${shown(item.oui)}.`;
  for (const part of ['productClass', 'serialNumber'] as const) {
    const text = item[part];
    if (text.trim() === '' || text.length > MAX_PART_LENGTH || !isStorableId(text)) {
      return `Expected "${part}" with 1 to ${MAX_PART_LENGTH} characters, got ${shown(text)}.`;
    }
  }
  return null;
}

function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
