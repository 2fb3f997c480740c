/** `holder[key]` when the object has it itself; what its prototype has is never an answer to a GraphQL name. */
export function ownValue(holder: object, key: string): unknown {
  return Object.prototype.hasOwnProperty.call(holder, key)
    ? (holder as Readonly<Record<string, unknown>>)[key] // An object can be read by any name.
    : undefined;
}

/** Sets `holder[key]`, also when the key is `__proto__`, which a plain assignment would take for the prototype (CVE-2026-32621). */
export function setOwnValue(holder: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') {
    holder[key] = value;
    return;
  }
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}
