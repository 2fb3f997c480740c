import { applyUsage } from '../../../schema/usage/apply-usage';
import { recorded } from '../../kit/recorded';
import { versionOf } from '../../kit/graph-version';

const BASE = /* GraphQL */ `
  directive @shout(loud: Boolean) on FIELD
  input In {
    a: Int
    b: [In!]
  }
  interface I {
    id: ID
  }
  type T implements I {
    id: ID
  }
  type U {
    id: ID
  }
  union V = T | U
  type Query {
    v(in: In): V
    i: I
  }
`;

describe('the coordinate of an operation that is not valid any more', () => {
  // prettier-ignore
  it.each([
    ['{ v(in: { b: [{ a: 1 }] }) { __typename } }', 'a: Int', 'c: Int', 'In.a'],
    ['{ i { id @shout } }', 'directive @shout(loud: Boolean) on FIELD', '', '@shout'],
    ['{ i { id @shout(loud: true) } }', 'loud: Boolean', 'soft: Boolean', '@shout(loud:)'],
    ['{ v { ... on T { id } } }', 'T | U', 'U', 'T'],
    ['{ v { ...F } } fragment F on T { id }', 'T | U', 'U', 'Query.v'],
    ['query ($in: In) { v(in: $in) { __typename } }', /In\b/g, 'Other', 'In'],
  ])('of %s is found', (document, from, to, coordinate) => {
    const [change] = applyUsage([], versionOf(BASE), versionOf(BASE.replace(from, to)), [recorded(document)]);
    expect(change).toMatchObject({ code: 'OPERATION_INVALID', coordinate });
  });
});
