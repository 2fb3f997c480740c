import { isShallow } from './leaf-shape';
/** Thrown by writers when the data is not what the schema promises; the exact way then finds out what to tell. */
export const ANOMALY = new Error('The data is not what the schema promises.');

/** Ends writing. */
export function fail(): never {
  throw ANOMALY;
}

/** The text of null. Throws ANOMALY for everything else. */
export function writeNull(value: unknown): string {
  return value === null ? 'null' : fail();
}

/** The JSON text of a string, as JSON.stringify writes it. */
export function writeString(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** The digits of an integer that stands for an ID. Throws ANOMALY for everything else. */
export function writeIntegerId(value: unknown): string {
  return typeof value === 'number' && Number.isInteger(value) ? String(value) : fail();
}

/** The property of `holder` itself; what its prototype has of that name is none of the data. */
export function ownProperty(holder: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.prototype.hasOwnProperty.call(holder, key) ? holder[key] : undefined;
}

/** Makes V8 store a text that was put together from pieces in one piece. What it returns has no meaning. */
export function flatten(text: string): number {
  return Number(text);
}

/** True for response keys that every object seems to have. */
export function isInheritedName(key: string): boolean {
  return key in Object.prototype;
}

// Surrogates may be lone ones, which JSON.stringify escapes.
// eslint-disable-next-line no-control-regex
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The JSON text of a custom scalar. Throws ANOMALY for one that is too deep. */
export function writeCustom(value: unknown): string {
  return isShallow(value) ? JSON.stringify(value) : fail();
}
