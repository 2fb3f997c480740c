/** The bodies of two gateways, or of a gateway and the monolith, differ. Nothing may be timed. */
export class BodiesDiffer extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BodiesDiffer';
  }
}

/** Throws BodiesDiffer, with the first place, unless both texts are the same JSON; the order of keys does not count. */
export function assertSameJson(what: string, expected: string, actual: string): void {
  const place = firstDifference(parse(what, expected), parse(what, actual), '$');
  if (place !== null) throw new BodiesDiffer(`${what}: the answers differ at ${place}`);
}

/** Throws BodiesDiffer, with the first position, unless both texts are the same to the byte. */
export function assertSameBytes(what: string, expected: string, actual: string): void {
  if (expected === actual) return;
  let position = 0;
  while (expected[position] === actual[position]) position += 1;
  const near = (text: string): string =>
    JSON.stringify(text.slice(Math.max(0, position - 40), position + 40));
  throw new BodiesDiffer(
    `${what}: the answers differ at position ${position}: expected ${near(expected)}, got ${near(actual)}`,
  );
}

function parse(what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BodiesDiffer(`${what}: not JSON: ${text.slice(0, 200)}`);
  }
}

/** Where two JSON values differ and how; null when they do not. */
function firstDifference(expected: unknown, actual: unknown, path: string): string | null {
  if (Object.is(expected, actual)) return null;
  if (!isContainer(expected) || !isContainer(actual) || Array.isArray(expected) !== Array.isArray(actual))
    return `${path}: expected ${shown(expected)}, got ${shown(actual)}`;
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const place = `${path}.${key}`;
    if (!Object.hasOwn(expected, key)) return `${place}: not expected`;
    if (!Object.hasOwn(actual, key)) return `${place}: missing`;
    const found = firstDifference(expected[key], actual[key], place);
    if (found !== null) return found;
  }
  return null;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120);
}
