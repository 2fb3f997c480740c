/** A query over the stub subgraphs that no other number has: a plan, a document and an answer's shape of its own. */
export function distinctOperation(number: number): string {
  // All kinds appear in any row of numbers, and each kind counts by itself.
  const kind = KINDS[number % KINDS.length];
  if (!kind) throw new Error(`no operation has the number ${number}`);
  return kind(Math.floor(number / KINDS.length));
}

// What differs is what is remembered about an operation: answers' keys, arguments, fragments, selections, conditions.
const KINDS: readonly ((count: number) => string)[] = [
  (count) => `{ a${count}: onDuty { ${some(['name', 'callSign', 'hiredYear'], count)} } }`,
  (count) => `{ technician(id: "technician-${count}") { name b${count}: callSign visits { note } } }`,
  (count) =>
    `query Meters${count} { meters(first: ${1 + (count % 4)}) { ...Shown${count} } } ` +
    `fragment Shown${count} on Meter { c${count}: id ${some(['label', 'town', 'isOnline', 'kilowattHours'], count)} }`,
  (count) =>
    `{ busiestSites(first: 2) { ${some(['name', 'hasSpares', 'heightM', 'serviceMinutes'], count)} ` +
    `visits { d${count >> 4}: id ${some(['note'], count >> 4)} } } }`,
  (count) =>
    `query Whether($is: Boolean = true, $not: Boolean = false) { ` +
    `onDuty { name e${count}: callSign @include(if: $is) visits @skip(if: $not) { id } } }`,
];

/** The names whose bit is set in `mask`, with what every object has. */
function some(names: readonly string[], mask: number): string {
  return ['__typename', ...names.filter((_, index) => (mask >> index) & 1)].join(' ');
}
