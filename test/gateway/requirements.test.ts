import { implies, OPEN, type Requirement } from '../../gateway/authorization/requirement';
import { Requirements } from '../../gateway/authorization/requirements';
import { buildSupergraph } from '../../gateway/supergraph/supergraph';
import { composeSupergraph } from '../kit/gateway-subgraphs';

const LOGIN: Requirement = { authenticated: true, scopes: [], denied: false };

function scopes(...alternatives: string[][]): Requirement {
  return { authenticated: true, scopes: [alternatives], denied: false };
}

function requirementsOf(sdls: Record<string, string>, change?: (text: string) => string): Requirements {
  const definitions = Object.entries(sdls).map(([name, sdl]) => ({ name, sdl }));
  const composed = composeSupergraph(definitions, []);
  const changed = change ? change(composed) : composed;
  // A change that does not match any more would leave a test that cannot fail.
  if (change) expect(changed).not.toBe(composed);
  return new Requirements(buildSupergraph(changed));
}

test('a requirement on a type holds for its fields and for interfaces it implements', () => {
  const requirements = requirementsOf({
    a: `type Query { n: Node } interface Node { id: ID! }
        type Open implements Node { id: ID! } type Shut implements Node @authenticated { id: ID! }`,
  });
  expect(requirements.ofType('Open')).toEqual(OPEN);
  expect(requirements.ofField('Open', 'id')).toEqual(OPEN);
  expect(requirements.ofField('Shut', 'id')).toEqual(LOGIN);
  expect(requirements.ofType('Node')).toEqual(LOGIN);
});

test('an interface field asks for what the field asks on every possible type (GHSA-x33c-7c2v-mrj9)', () => {
  const requirements = requirementsOf(
    {
      a: `type Query { n: Node } interface Node { x: Int }
          type A implements Node { x: Int @requiresScopes(scopes: [["a"]]) }
          type B implements Node { x: Int @requiresScopes(scopes: [["b"]]) }`,
    },
    // As composed before requirements were copied to interfaces.
    (text) => text.replace(/(interface Node[^}]*x: Int) @requiresScopes\([^)]*\)/, '$1'),
  );
  expect(requirements.ofField('Node', 'x').scopes).toEqual([[['a']], [['b']]]);
  expect(requirements.ofField('A', 'x').scopes).toEqual([[['a']]]);
});

test('a requirement on an interface alone binds its implementors (CVE-2025-64530)', () => {
  const requirements = requirementsOf(
    {
      a: `type Query { n: Node o: Other @authenticated } interface Node { x: Int } type Other { id: ID }
          type A implements Node { x: Int y: Int }`,
    },
    (text) => text.replace(/(interface Node[^{]*)\{\s*x: Int/, '$1@authenticated { x: Int @authenticated'),
  );
  expect(requirements.ofType('A')).toEqual(LOGIN);
  expect(requirements.ofField('A', 'x')).toEqual(LOGIN);
});

test('A-16: a field that an interface object adds is protected on the concrete types', () => {
  const requirements = requirementsOf({
    a: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
        type Query { n: Node } interface Node @key(fields: "id") { id: ID! } type A implements Node @key(fields: "id") { id: ID! }`,
    b: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@interfaceObject", "@requiresScopes"])
        type Node @key(fields: "id") @interfaceObject { id: ID! score: Int @requiresScopes(scopes: [["s"]]) }`,
  });
  expect(requirements.ofField('A', 'score')).toMatchObject(scopes(['s']));
  expect(requirements.ofField('Node', 'score')).toMatchObject(scopes(['s']));
});

test('A-13: chains of @requires and @fromContext pass requirements on (GHSA-m8jr-fxqx-8xx6)', () => {
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
    "@key", "@external", "@requires", "@context", "@fromContext", "@requiresScopes", "@authenticated"])`;
  const requirements = requirementsOf(
    {
      a: `${link} type Query { u: User } type User @key(fields: "id") { id: ID! secret: Int @requiresScopes(scopes: [["s"]]) }`,
      b: `${link} type User @key(fields: "id") { id: ID! secret: Int @external half: Int @requires(fields: "secret") @requiresScopes(scopes: [["s"]]) }`,
      c: `${link} type User @key(fields: "id") @context(name: "user") {
            id: ID! half: Int @external quarter: Int @requires(fields: "half") @requiresScopes(scopes: [["s"]])
            prop: String! @authenticated child: Child! }
          type Child @key(fields: "id") { id: ID! shown(p: String @fromContext(field: "$user { prop }")): Int! @authenticated }`,
    },
    (text) =>
      text
        .replace(
          /((?:half|quarter): Int (?:@join__field\([^)]*\) ?)+)@requiresScopes\(scopes: \[\["s"\]\]\)/g,
          '$1',
        )
        .replace(/(shown: Int! @join__field\([^\n]*\)) @authenticated/, '$1'),
  );
  expect(requirements.ofField('User', 'quarter').scopes).toEqual([[['s']]]);
  expect(requirements.ofField('Child', 'shown')).toEqual(LOGIN);
});

test('what is unknown is refused to everyone', () => {
  const requirements = requirementsOf({ a: 'type Query { a: Int }' });
  expect(requirements.ofType('Nothing').denied).toBe(true);
  expect(requirements.ofField('Query', 'nothing').denied).toBe(true);
  expect(requirements.ofField('Query', 'constructor').denied).toBe(true);
});

test.each<[string, Requirement, Requirement, boolean]>([
  ['login implies nothing', LOGIN, OPEN, true],
  ['nothing does not imply login', OPEN, LOGIN, false],
  ['scopes imply login', scopes(['a']), LOGIN, true],
  ['a and b imply a', scopes(['a', 'b']), scopes(['a']), true],
  ['a does not imply a and b', scopes(['a']), scopes(['a', 'b']), false],
  ['a or b does not imply a', scopes(['a'], ['b']), scopes(['a']), false],
  ['a implies a or b', scopes(['a']), scopes(['a'], ['b']), true],
])('%s', (_name, stronger, weaker, expected) => {
  expect(implies(stronger, weaker)).toBe(expected);
});
