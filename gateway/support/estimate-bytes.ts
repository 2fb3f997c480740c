const REFERENCE = 8;
const STRING = 24;
const ARRAY = 48;
const OBJECT = 64;

/** About how much memory a JSON value takes, rather too much than too little. */
export function estimateBytes(value: unknown): number {
  if (typeof value === 'string') return STRING + value.length;
  if (typeof value !== 'object' || value === null) return REFERENCE;
  if (Array.isArray(value))
    return value.reduce<number>((sum, item) => sum + REFERENCE + estimateBytes(item), ARRAY);
  let sum = OBJECT;
  for (const item of Object.values(value)) sum += REFERENCE + estimateBytes(item);
  return sum;
}
