import { hashText } from '../choices';
import { COLORS } from '../model/model';

const STRINGS = [
  ...['', 'plain', 'a"b', 'back\\slash', 'line\nbreak', 'é ü 漢字', '😀', '\u2028\u2029', '\u0000', '\ud800'],
  ...['</script>', '__proto__', 'constructor', '[object Object]', 'null', '0', 'x'.repeat(300)],
];
const INTS = [0, 1, -1, 7, 42, 2147483647, -2147483648];
const FLOATS = [0, 0.1, -1.5, 1e21, 5e-324, 1.7976931348623157e308, 3, 123456789.123];
const JSONS: readonly unknown[] = [
  ...['text "quoted"', 0, -1.25, true, false, [], {}, [[null, 1], { a: null }]],
  { b: 1, a: [2, { c: 'é' }], '1': 'first' },
  JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"__typename":"Query"}'),
];

/** The value of the leaf type `name` that belongs to `key`. Throws for a type that no model has. */
export function leafValue(name: string, key: string): unknown {
  const hash = hashText(`${key} leaf`);
  switch (name) {
    case 'Int':
      return pick(INTS, hash);
    case 'Float':
      return pick(FLOATS, hash);
    case 'String':
      return pick(STRINGS, hash);
    case 'ID':
      return hash % 3 === 0 ? String(hash % 1000) : pick(STRINGS, hash);
    case 'Boolean':
      return hash % 2 === 0;
    case 'Color':
      return pick(COLORS, hash);
    case 'JSON':
      return pick(JSONS, hash);
    default:
      throw new Error(`no values of the type ${name}`);
  }
}

function pick<Item>(items: readonly Item[], hash: number): Item {
  return items[hash % items.length] as Item; // the index is within the list
}
