import { type Choices } from '../choices';

const TOKENS = [
  ...['{', '}', '(', ')', '[', ']', ':', '!', '=', '...', '@', '$', '|', '&', '"', '"""', '#', ',', '\\'],
  ...[
    'query',
    'mutation',
    'subscription',
    'fragment',
    'on',
    'null',
    'true',
    '__typename',
    '__schema',
    '__type',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '@skip(if: true)',
    '@include(if: $v0)',
    '@defer',
    '$v0',
    '$v99',
  ],
  ...['99999999999999999999', '-0', '1e999', '0.0', '"\\ud800"', '"\\u{1F600}"', '_entities', '_service'],
  ...['\u0000', '\ufeff', '\u2028', '😀', '\ud800', '{'.repeat(60), '['.repeat(500), '...F0 '.repeat(50)],
];

/** A document near `text`: a few tokens or characters of it are gone, doubled, swapped or replaced. */
export function mutateText(choose: Choices, text: string): string {
  let mutated = text;
  for (let count = 1 + choose.below(4); count > 0; count -= 1) {
    mutated = choose.oneIn(3) ? mutateCharacter(choose, mutated) : mutateTokens(choose, mutated);
  }
  return mutated;
}

function mutateCharacter(choose: Choices, text: string): string {
  const at = choose.below(text.length + 1);
  switch (choose.below(3)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + String.fromCharCode(choose.below(256)) + text.slice(at);
    default:
      return text.slice(0, at);
  }
}

function mutateTokens(choose: Choices, text: string): string {
  const tokens = text.match(/\s+|\w+|\.\.\.|./gsu) ?? [];
  const at = choose.below(tokens.length + 1);
  const other = choose.below(tokens.length + 1);
  const [from, to] = at < other ? [at, other] : [other, at];
  const piece = tokens.slice(from, to);
  switch (choose.below(5)) {
    case 0:
      return [...tokens.slice(0, at), ...tokens.slice(at + 1)].join('');
    case 1:
      return [...tokens.slice(0, to), ...piece.slice(0, 30), ...tokens.slice(to)].join('');
    case 2:
      return [...tokens.slice(0, from), ...tokens.slice(to)].join('');
    case 3:
      return [...tokens.slice(0, at), choose.of(TOKENS), ...tokens.slice(at + 1)].join('');
    default:
      return [...tokens.slice(0, at), tokens[other] ?? '', ...tokens.slice(at + 1)].join('');
  }
}

const STRANGE: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e300, 2 ** 53, '', '0', 'RED', '\ud800', [], {}, [[[[null]]]]],
  JSON.parse(
    '{"__proto__":{"a":1},"constructor":{"prototype":{}},"limit":"x","inner":{"inner":{"limit":[]}}}',
  ),
  Array.from({ length: 200 }, () => 'x'),
];

/** Variables near `variables`: values of other kinds, missing ones, ones that nobody declared. */
export function mutateVariables(
  choose: Choices,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const mutated = Object.entries(variables).flatMap(([name, value]): [string, unknown][] => {
    if (choose.oneIn(4)) return [];
    return [[name, choose.oneIn(2) ? choose.of(STRANGE) : value]];
  });
  mutated.push([choose.of(['v0', 'v1', '__proto__', 'extra']), choose.of(STRANGE)]);
  return Object.fromEntries(mutated);
}
