/**
 * `holder[key]` when a JSON object has it itself; what its prototype has is never an answer to a GraphQL name. JSON has no
 * functions, so a function comes from the prototype, and `__proto__` is the only other property there.
 */
export function ownValue(holder: object, key: string): unknown {
  const value = (holder as Readonly<Record<string, unknown>>)[key]; // An object can be read by any name.
  if (typeof value !== 'function' && key !== '__proto__') return value;
  return Object.prototype.hasOwnProperty.call(holder, key) ? value : undefined;
}

/** Sets `holder[key]`, also when the key is `__proto__`, which a plain assignment would take for the prototype (CVE-2026-32621). */
export function setOwnValue(holder: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') {
    holder[key] = value;
    return;
  }
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}
