import { clientError } from '../../kit/errors';
import { ImageVisibility } from '../model/image-words';
import type { Arch, ContainerFormat, DiskFormat } from '../model/image-words';

/** A new image as a client describes it; null is as good as absent. */
export interface NewImageInput {
  readonly name: string;
  readonly applicationId: string;
  readonly appVersion: string;
  readonly arch: Arch;
  readonly diskFormat: DiskFormat;
  readonly containerFormat: ContainerFormat;
  readonly minRamMb: number;
  readonly minDiskGb: number;
  readonly vcpu?: number | null;
  readonly requiredTraits?: readonly string[] | null;
  readonly visibility?: ImageVisibility | null;
  readonly tags?: readonly string[] | null;
}

/** The same with defaults filled in and everything within its limits. */
export type CheckedInput = { readonly [Name in keyof NewImageInput]-?: NonNullable<NewImageInput[Name]> };

const MAX_NAME_LENGTH = 255;
const VERSION = /^[0-9A-Za-z][0-9A-Za-z._+~-]{0,63}$/;
/** OpenStack's rule for traits, standard and CUSTOM_ ones. */
const TRAIT = /^[A-Z0-9_]{1,255}$/;
const MAX_ITEMS = 100;
const MAX_VCPU = 256;

/** @throws GraphQLError BAD_USER_INPUT that names the first field outside its limits. */
export function checkedInput(input: NewImageInput): CheckedInput {
  const checked: CheckedInput = {
    name: input.name.trim(),
    applicationId: input.applicationId,
    appVersion: input.appVersion,
    arch: input.arch,
    diskFormat: input.diskFormat,
    containerFormat: input.containerFormat,
    minRamMb: input.minRamMb,
    minDiskGb: input.minDiskGb,
    vcpu: input.vcpu ?? 1,
    requiredTraits: [...new Set(input.requiredTraits ?? [])],
    visibility: input.visibility ?? ImageVisibility.PRIVATE,
    tags: [...new Set(input.tags ?? [])],
  };
  checkTexts(checked);
  checkNumber('minRamMb', checked.minRamMb, 0);
  checkNumber('minDiskGb', checked.minDiskGb, 0);
  checkNumber('vcpu', checked.vcpu, 1, MAX_VCPU);
  return checked;
}

function checkTexts({ name, appVersion, requiredTraits, tags }: CheckedInput): void {
  if (!isText(name))
    throw bad('name', `1 to ${MAX_NAME_LENGTH} printable characters`, `${name.length} characters`);
  if (!VERSION.test(appVersion)) throw bad('appVersion', 'a version such as "2.4.1"', quoted(appVersion));
  for (const trait of limited('requiredTraits', requiredTraits)) {
    if (!TRAIT.test(trait))
      throw bad('requiredTraits', 'names such as "HW_CPU_X86_AVX2" (A-Z, 0-9, _)', quoted(trait));
  }
  for (const tag of limited('tags', tags)) {
    if (!isText(tag)) throw bad('tags', `texts of 1 to ${MAX_NAME_LENGTH} characters`, quoted(tag));
  }
}

function checkNumber(field: string, value: number, low: number, high?: number): void {
  if (value >= low && (high === undefined || value <= high)) return;
  throw bad(field, high === undefined ? `${low} or more` : `${low} to ${high}`, String(value));
}

function limited(field: string, items: readonly string[]): readonly string[] {
  if (items.length > MAX_ITEMS) throw bad(field, `at most ${MAX_ITEMS} items`, `${items.length}`);
  return items;
}

/** Text that can be stored and read: control characters would only deceive. */
function isText(text: string): boolean {
  return text.length > 0 && text.length <= MAX_NAME_LENGTH && !/\p{Cc}/u.test(text) && text.isWellFormed();
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}

function bad(field: string, expected: string, got: string): Error {
  return clientError('BAD_USER_INPUT', `${field}: expected ${expected}, got ${got}.`);
}
