import { findBreakingChanges, findDangerousChanges } from 'graphql';
import { type Change, type Severity } from '../../../schema/check/check-result';
import { applyUsage } from '../../../schema/usage/apply-usage';
import { type RecordedOperation, type SeenInput } from '../../../schema/usage/recorded-operation';
import { versionOf } from '../../kit/graph-version';

const BASE = /* GraphQL */ `
  directive @shout(loud: Boolean, tone: Tone = LOW) repeatable on FIELD | QUERY
  enum Tone {
    LOW
    HIGH
  }
  enum State {
    ON
    OFF
    LOST
  }
  enum Order {
    ASC
    DESC
  }
  scalar Url
  interface Sub implements Named {
    name: String
  }
  interface Node {
    id: ID!
  }
  interface Named {
    name: String
  }
  type Box implements Node & Named {
    id: ID!
    name: String
    state: State!
    parts(first: Int = 10, order: Order): [Part!]
    owner: User
  }
  type SubBox implements Named & Sub {
    name: String
  }
  type Part implements Node {
    id: ID!
    size: Int
  }
  type User implements Node & Named {
    id: ID!
    name: String
  }
  type Ghost {
    boo: String
  }
  extend type Query {
    ghost: Ghost
  }
  union Found = Box | User | Ghost
  input Filter {
    state: State
    text: String
    deep: Deep
    limit: Int
  }
  input Deep {
    order: Order
    level: Int = 1
  }
  input Make {
    name: String
  }
  type Query {
    node(id: ID!): Node
    named: Named
    boxes(filter: Filter, order: Order, url: Url): [Box!]
    sub: Sub
    box(id: ID!): Box
    find(text: String): [Found!]
  }
  type Mutation {
    make(input: Make!): Box
  }
`;

interface Case {
  /** What is replaced in the schema. */
  readonly from: string | RegExp;
  readonly to: string;
  readonly code: string;
  readonly coordinate: string;
  /** @default breaking */
  readonly severity?: Severity;
  /** Documents that the change hurts, and such that it does not. */
  readonly hurt: readonly (string | [string, SeenInput])[];
  readonly unhurt: readonly (string | [string, SeenInput])[];
}

const values = (seen: Record<string, string[]>): SeenInput => ({
  values: new Map(Object.entries(seen).map(([name, list]) => [name, new Set(list)])),
});
const inputFields = (...seen: string[]): SeenInput => ({ inputFields: new Set(seen) });

// prettier-ignore
const CASES: readonly Case[] = [
  {
    code: 'FIELD_REMOVED', coordinate: 'Part.size', from: 'size: Int', to: '',
    hurt: [
      '{ box(id: 1) { parts { size } } }',
      '{ box(id: 1) { parts { ...P } } } fragment P on Part { s: size }',
      '{ node(id: 1) { ... on Part { size } } }',
      '{ box(id: 1) { parts { ... @include(if: false) { size } } } }',
    ],
    unhurt: ['{ box(id: 1) { parts { id } } }', '{ node(id: 1) { id } }'],
  },
  {
    code: 'FIELD_CHANGED_KIND', coordinate: 'User.name', from: 'type User implements Node & Named {\n    id: ID!\n    name: String', to: 'type User implements Node {\n    id: ID!\n    name: [String]',
    hurt: [
      '{ named { name } }',
      '{ node(id: 1) { ... on Named { name } } }',
      '{ box(id: 1) { owner { name } } }',
      '{ find { ... on Named { name } } }',
    ],
    unhurt: ['{ box(id: 1) { name } }', '{ node(id: 1) { ... on Box { ... on Named { name } } } }', '{ find { ... on Box { name } } }'],
  },
  {
    code: 'TYPE_REMOVED', coordinate: 'Ghost', from: 'type Ghost {\n    boo: String\n  }\n  extend type Query {\n    ghost: Ghost\n  }\n  union Found = Box | User | Ghost', to: 'union Found = Box | User',
    hurt: ['{ ghost { boo } }', '{ find { ... on Ghost { boo } } }', '{ ghost { __typename } }'],
    unhurt: ['{ find { ... on Box { id } } }', '{ find { __typename } }'],
  },
  {
    code: 'TYPE_REMOVED', coordinate: 'Order', from: /enum Order[^}]*}|,? order: Order/g, to: '',
    hurt: [
      '{ boxes(order: ASC) { id } }',
      'query ($d: Deep) { boxes(filter: { deep: $d }) { id } }',
      ['query ($f: Filter) { boxes(filter: $f) { id } }', values({ Order: ['ASC'] })],
    ],
    unhurt: [
      '{ boxes { id } }',
      ['query ($f: Filter) { boxes(filter: $f) { id } }', values({ State: ['ON'] })],
      ['query ($f: Filter) { boxes(filter: $f) { id } }', values({ Order: [] })],
    ],
  },
  {
    code: 'TYPE_REMOVED', coordinate: 'Deep', from: /input Deep[^}]*}|deep: Deep/g, to: '',
    hurt: ['{ boxes(filter: { deep: {} }) { id } }', 'query ($f: Filter) { boxes(filter: $f) { id } }', ['query ($f: Filter) { boxes(filter: $f) { id } }', inputFields('Filter', 'Filter.deep', 'Deep')]],
    unhurt: ['{ boxes(filter: { limit: 1 }) { id } }', ['query ($f: Filter) { boxes(filter: $f) { id } }', inputFields('Filter', 'Filter.text')]],
  },
  {
    code: 'TYPE_REMOVED', coordinate: 'Url', from: /scalar Url|, url: Url/g, to: '',
    hurt: ['query ($u: Url) { boxes(url: $u) { id } }', '{ boxes(url: "x") { id } }'],
    unhurt: ['{ boxes { id } }'],
  },
  {
    code: 'TYPE_REMOVED', coordinate: 'Tone', from: /enum Tone[^}]*}|, tone: Tone = LOW/g, to: '',
    hurt: ['{ ghost { boo @shout(tone: HIGH) } }'],
    unhurt: ['{ ghost { boo @shout } }'],
  },
  {
    code: 'IMPLEMENTED_INTERFACE_REMOVED', coordinate: 'Sub', from: / implements Named(?= \{)|Named & (?=Sub)/g, to: '',
    hurt: ['{ named { ... on Sub { name } } }'],
    unhurt: ['{ sub { name } }'],
  },
  {
    code: 'IMPLEMENTED_INTERFACE_REMOVED', coordinate: 'Sub', from: / implements Named(?= \{)/, to: '',
    hurt: [],
    unhurt: ['{ sub { name } }', '{ named { name } }', '{ named { ... on Sub { name } } }'],
  },
  {
    code: 'TYPE_REMOVED_FROM_UNION', coordinate: 'Found', from: '| User | Ghost', to: '| Ghost',
    hurt: ['{ find { ... on User { id } } }', '{ find { ... on Node { id } } }', '{ find { ...N } } fragment N on Named { name }', '{ find { ... on User { __typename } } }'],
    unhurt: ['{ find { ... on Box { id } } }', '{ find { __typename } }', '{ node(id: 1) { ... on User { id } } }'],
  },
  {
    code: 'IMPLEMENTED_INTERFACE_REMOVED', coordinate: 'Box', from: 'Box implements Node & Named', to: 'Box implements Node',
    hurt: ['{ named { name } }', '{ named { ... on Box { id } } }', '{ box(id: 1) { ... on Named { name } } }', '{ find { ... on Named { name } } }'],
    unhurt: ['{ node(id: 1) { id ... on Box { name } } }', '{ named { ... on User { name } } }', '{ box(id: 1) { name } }'],
  },
  {
    code: 'VALUE_REMOVED_FROM_ENUM', coordinate: 'Order.DESC', from: 'DESC', to: '',
    hurt: [
      '{ boxes(order: DESC) { id } }',
      '{ boxes(filter: { deep: { order: DESC } }) { id } }',
      'query ($o: Order) { boxes(order: $o) { id } }',
      'query ($o: Order = DESC) { boxes(order: $o) { id } }',
      'query ($f: Filter) { boxes(filter: $f) { id } }',
      'query ($d: Deep) { boxes(filter: { deep: $d }) { id } }',
      ['query ($o: Order) { boxes(order: $o) { id } }', values({ Order: ['ASC', 'DESC'] })],
    ],
    unhurt: [
      '{ boxes(order: ASC) { id } }',
      '{ boxes { id } }',
      'query ($m: Make!) { __typename ... @skip(if: true) { __typename } } mutation X { __typename }',
      ['query ($o: Order) { boxes(order: $o) { id } }', values({ Order: ['ASC'] })],
      ['query ($f: Filter) { boxes(filter: $f) { id } }', values({})],
    ],
  },
  {
    code: 'VALUE_ADDED_TO_ENUM', coordinate: 'State.NEW', from: 'LOST', to: 'LOST NEW', severity: 'dangerous',
    hurt: ['{ box(id: 1) { state } }', '{ named { ... on Box { s: state } } }'],
    unhurt: ['{ boxes(filter: { state: ON }) { id } }', 'query ($s: State) { boxes(filter: { state: $s }) { id } }'],
  },
  {
    code: 'REQUIRED_INPUT_FIELD_ADDED', coordinate: 'Deep.must', from: 'level: Int = 1', to: 'level: Int = 1 must: Int!',
    hurt: [
      '{ boxes(filter: { deep: { level: 1 } }) { id } }',
      'query ($f: Filter) { boxes(filter: $f) { id } }',
      ['query ($f: Filter) { boxes(filter: $f) { id } }', inputFields('Filter', 'Filter.deep', 'Deep')],
    ],
    unhurt: [
      '{ boxes(filter: { text: "a" }) { id } }',
      '{ boxes { id } }',
      '{ boxes(filter: { deep: null }) { id } }',
      ['query ($f: Filter) { boxes(filter: $f) { id } }', inputFields('Filter', 'Filter.text')],
    ],
  },
  {
    code: 'OPTIONAL_INPUT_FIELD_ADDED', coordinate: 'Make.tag', from: 'input Make {', to: 'input Make { tag: String', severity: 'dangerous',
    hurt: ['mutation ($m: Make!) { make(input: $m) { id } }', 'mutation { make(input: {}) { id } }'],
    unhurt: ['{ boxes { id } }'],
  },
  {
    code: 'FIELD_REMOVED', coordinate: 'Filter.limit', from: 'limit: Int', to: '',
    hurt: [
      '{ boxes(filter: { limit: 1 }) { id } }',
      'query ($l: Int) { boxes(filter: { limit: $l }) { id } }',
      'query ($f: Filter!) { boxes(filter: $f) { id } }',
      ['query ($f: Filter!) { boxes(filter: $f) { id } }', inputFields('Filter', 'Filter.limit')],
      // Only enum values were recorded.
      ['query ($f: Filter!) { boxes(filter: $f) { id } }', values({})],
    ],
    unhurt: [
      '{ boxes(filter: { text: "a" }) { id } }',
      'query ($d: Deep) { boxes(filter: { deep: $d }) { id } }',
      ['query ($f: Filter!) { boxes(filter: $f) { id } }', inputFields('Filter', 'Filter.text')],
    ],
  },
  {
    code: 'FIELD_CHANGED_KIND', coordinate: 'Filter.text', from: 'text: String', to: 'text: String!',
    hurt: [
      '{ boxes(filter: { limit: 1 }) { id } }',
      '{ boxes(filter: { text: null }) { id } }',
      'query ($f: Filter) { boxes(filter: $f) { id } }',
      'query ($t: String) { boxes(filter: { text: $t }) { id } }',
    ],
    unhurt: ['{ boxes(filter: { text: "a" }) { id } }', 'query ($t: String!) { boxes(filter: { text: $t }) { id } }', '{ boxes { id } }'],
  },
  {
    code: 'FIELD_CHANGED_KIND', coordinate: 'Filter.limit', from: 'limit: Int', to: 'limit: ID',
    hurt: ['{ boxes(filter: { limit: 1 }) { id } }', 'query ($f: Filter) { boxes(filter: $f) { id } }'],
    unhurt: ['{ boxes(filter: { text: "a" }) { id } }'],
  },
  {
    code: 'REQUIRED_ARG_ADDED', coordinate: 'Query.boxes(must:)', from: 'boxes(', to: 'boxes(must: Int!, ',
    hurt: ['{ boxes { id } }', '{ b: boxes(order: ASC) { id } }'],
    unhurt: ['{ box(id: 1) { id } }'],
  },
  {
    code: 'OPTIONAL_ARG_ADDED', coordinate: 'Query.boxes(may:)', from: 'boxes(', to: 'boxes(may: Int, ', severity: 'dangerous',
    hurt: ['{ boxes { id } }'],
    unhurt: ['{ box(id: 1) { id } }'],
  },
  {
    code: 'ARG_REMOVED', coordinate: 'Box.parts(order:)', from: ', order: Order): [Part', to: '): [Part',
    hurt: ['{ box(id: 1) { parts(order: ASC) { id } } }', 'query ($o: Order) { box(id: 1) { parts(order: $o) { id } } }', '{ named { ... on Box { parts(order: null) { id } } } }'],
    unhurt: ['{ box(id: 1) { parts { id } } }', '{ boxes(order: ASC) { id } }'],
  },
  {
    code: 'ARG_CHANGED_KIND', coordinate: 'Box.parts(first:)', from: 'first: Int = 10', to: 'first: Float',
    hurt: ['{ box(id: 1) { parts(first: 2) { id } } }'],
    unhurt: ['{ box(id: 1) { parts { id } } }'],
  },
  {
    code: 'ARG_CHANGED_KIND', coordinate: 'Box.parts(first:)', from: 'first: Int = 10', to: 'first: Int! = 10',
    hurt: ['query ($n: Int = 1) { box(id: 1) { parts(first: $n) { id } } }', '{ box(id: 1) { parts(first: null) { id } } }'],
    unhurt: ['{ box(id: 1) { parts { id } } }', '{ box(id: 1) { parts(first: 2) { id } } }', 'query ($n: Int! = 1) { box(id: 1) { parts(first: $n) { id } } }'],
  },
  {
    code: 'ARG_DEFAULT_VALUE_CHANGE', coordinate: 'Box.parts(first:)', from: 'first: Int = 10', to: 'first: Int = 5', severity: 'dangerous',
    hurt: ['{ box(id: 1) { parts { id } } }', 'query ($n: Int) { box(id: 1) { parts(first: $n) { id } } }', '{ box(id: 1) { a: parts(first: 1) { id } parts { id } } }'],
    unhurt: ['{ box(id: 1) { parts(first: 1) { id } } }', 'query ($n: Int = 2) { box(id: 1) { parts(first: $n) { id } } }', 'query ($n: Int!) { box(id: 1) { parts(first: $n) { id } } }'],
  },
  {
    code: 'TYPE_ADDED_TO_UNION', coordinate: 'Found', from: '| Ghost', to: '| Ghost | Part', severity: 'dangerous',
    hurt: ['{ find { __typename } }', '{ find { ... on Box { id } } }'],
    unhurt: ['{ node(id: 1) { id } }'],
  },
  {
    code: 'IMPLEMENTED_INTERFACE_ADDED', coordinate: 'Part', from: 'type Part implements Node {', to: 'type Part implements Node & Named { name: String', severity: 'dangerous',
    hurt: ['{ named { name } }', '{ find { ... on Named { name } } }'],
    unhurt: ['{ box(id: 1) { parts { id } } }', '{ node(id: 1) { id } }'],
  },
  {
    code: 'DIRECTIVE_REMOVED', coordinate: '@shout', from: 'directive @shout(loud: Boolean, tone: Tone = LOW) repeatable on FIELD | QUERY', to: '',
    hurt: ['{ ghost { boo @shout } }', 'query @shout { ghost { boo } }'],
    unhurt: ['{ ghost { boo } }'],
  },
  {
    code: 'DIRECTIVE_ARG_REMOVED', coordinate: '@shout(loud:)', from: 'loud: Boolean, ', to: '',
    hurt: ['{ ghost { boo @shout(loud: true) } }'],
    unhurt: ['{ ghost { boo @shout } }'],
  },
  {
    code: 'REQUIRED_DIRECTIVE_ARG_ADDED', coordinate: '@shout(must:)', from: 'loud: Boolean, ', to: 'loud: Boolean, must: Int!, ',
    hurt: ['{ ghost { boo @shout } }'],
    unhurt: ['{ ghost { boo } }'],
  },
  {
    code: 'DIRECTIVE_REPEATABLE_REMOVED', coordinate: '@shout', from: 'repeatable ', to: '',
    hurt: ['{ ghost { boo @shout @shout(loud: true) } }'],
    unhurt: ['query @shout { ghost { boo @shout } }'],
  },
  {
    code: 'DIRECTIVE_LOCATION_REMOVED', coordinate: '@shout', from: ' | QUERY', to: '',
    hurt: ['query @shout { ghost { boo } }'],
    unhurt: ['{ ghost { boo @shout } }'],
  },
  {
    code: 'DIRECTIVE_ARG_DEFAULT_VALUE_CHANGE', coordinate: '@shout(tone:)', from: 'tone: Tone = LOW', to: 'tone: Tone = HIGH', severity: 'dangerous',
    hurt: ['{ ghost { boo @shout } }'],
    unhurt: ['{ ghost { boo @shout(tone: LOW) } }', '{ ghost { boo } }'],
  },
  {
    code: 'INPUT_FIELD_DEFAULT_VALUE_CHANGE', coordinate: 'Deep.level', from: 'level: Int = 1', to: 'level: Int = 2', severity: 'dangerous',
    hurt: ['{ boxes(filter: { deep: { order: ASC } }) { id } }', 'query ($d: Deep) { boxes(filter: { deep: $d }) { id } }'],
    unhurt: ['{ boxes(filter: { deep: { level: 3 } }) { id } }', '{ boxes(filter: { text: "a" }) { id } }'],
  },
  {
    code: 'TYPE_ADDED_TO_INTERFACE', coordinate: 'Plug', from: 'type Ghost {', to: 'type Plug implements Node { id: ID! } type Ghost {', severity: 'dangerous',
    hurt: ['{ node(id: 1) { id } }'],
    unhurt: ['{ named { name } }', '{ box(id: 1) { id } }'],
  },
  {
    code: 'ONE_OF_ADDED', coordinate: 'Deep', from: 'input Deep', to: 'input Deep',
    hurt: [
      '{ boxes(filter: { deep: { order: ASC, level: 1 } }) { id } }',
      '{ boxes(filter: { deep: {} }) { id } }',
      '{ boxes(filter: { deep: { level: null } }) { id } }',
      'query ($n: Int) { boxes(filter: { deep: { level: $n } }) { id } }',
      'query ($d: Deep) { boxes(filter: { deep: $d }) { id } }',
    ],
    unhurt: [
      '{ boxes(filter: { deep: { order: ASC } }) { id } }',
      'query ($n: Int!) { boxes(filter: { deep: { level: $n } }) { id } }',
      '{ boxes(filter: { limit: 1 }) { id } }',
    ],
  },
  {
    code: 'AUTHENTICATED_ADDED', coordinate: 'Box', from: 'type Box', to: 'type Box',
    hurt: ['{ box(id: 1) { id } }', '{ node(id: 1) { id } }', '{ find { ... on Node { id } } }'],
    unhurt: ['{ ghost { boo } }', '{ find { __typename } }'],
  },
  {
    code: 'COST_CHANGED', coordinate: 'Box.parts', from: 'type Box', to: 'type Box', severity: 'dangerous',
    hurt: ['{ box(id: 1) { parts { id } } }'],
    unhurt: ['{ box(id: 1) { id } }'],
  },
  {
    code: 'COST_CHANGED', coordinate: 'Filter', from: 'type Box', to: 'type Box', severity: 'dangerous',
    hurt: ['{ boxes(filter: {}) { id } }', 'query ($f: Filter) { boxes(filter: $f) { id } }'],
    unhurt: ['{ boxes { id } }'],
  },
];

function rows(given: Case['hurt']): [string, SeenInput?][] {
  return given.map((each) => (typeof each === 'string' ? [each] : each));
}

const lighter = { breaking: 'dangerous', dangerous: 'safe', safe: 'safe' } as const;

describe.each(CASES)(
  '$code at $coordinate',
  ({ code, coordinate, severity = 'breaking', from, to, hurt, unhurt }) => {
    const candidate = BASE.replace(from, to);
    const base = versionOf(BASE);

    if (hurt.length > 0)
      it.each(rows(hurt))('hurts %s', (document, seen = {}) => {
        const [found] = weigh(document, seen);
        expect(found).toMatchObject({ severity, affected: [{ client: 'team', count: 3 }] });
      });

    it.each(rows(unhurt))('does not hurt %s', (document, seen = {}) => {
      const [found, ...others] = weigh(document, seen);
      expect(found).toMatchObject({ severity: lighter[severity], affected: [] });
      expect(others).toEqual([]);
    });

    it('is a change that graphql-js finds, or none of its own', () => {
      const after = versionOf(candidate).api;
      const theirs = [...findBreakingChanges(base.api, after), ...findDangerousChanges(base.api, after)];
      const known: readonly string[] = theirs.map(({ type }) => type);
      const own =
        /^(DIRECTIVE_ARG_DEFAULT|INPUT_FIELD_DEFAULT|TYPE_ADDED_TO_INTERFACE|AUTHENTICATED|COST|ONE_OF)/;
      expect(known.includes(code) || own.test(code)).toBe(true);
    });

    function weigh(document: string, seen: SeenInput): readonly Change[] {
      const change: Change = {
      code, coordinate, severity, message: 'It changed.', affected: [], file: null, line: null,
    }; // prettier-ignore
      const operation: RecordedOperation = {
        client: 'team',
        operation: 'anonymous',
        document,
        count: 3,
        lastSeen: null,
        seen,
      };
      return applyUsage([change], base, versionOf(candidate), [operation]);
    }
  },
);
