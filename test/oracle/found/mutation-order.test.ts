import { conformance } from '../../conformance/kit/conformance';
import { federated } from '../../conformance/kit/federation-schema';

let calls: string[] = [];

/** Answers with what ran so far, so that the order and the number of runs show. */
function recorder(name: string): () => string {
  return () => {
    calls.push(name);
    return calls.join(' ');
  };
}

function subgraph(name: string, fields: readonly string[]): Parameters<typeof conformance>[0][number] {
  return {
    name,
    sdl: federated(
      `type Query { ${name}: Int }
       type Mutation { ${fields.map((field) => `${field}: Step`).join(' ')} }
       type Step @shareable { done: String other: Int }`,
    ),
    resolvers: {
      Mutation: Object.fromEntries(
        fields.map((field) => [field, () => ({ done: recorder(field)(), other: 1 })]),
      ),
    },
  };
}

describe('the root fields of a mutation', () => {
  const answers = conformance([subgraph('first', ['a', 'b']), subgraph('second', ['c'])]);

  beforeEach(() => {
    calls = [];
  });

  answers(
    'run in the order of the operation when some are in fragments',
    'mutation { b { done } ...F ... on Mutation { c { done } } } fragment F on Mutation { a { done } }',
    { b: { done: 'b' }, a: { done: 'b a' }, c: { done: 'b a c' } },
  );

  answers(
    'run in that order when fragments are nested',
    'mutation { ...F } fragment F on Mutation { b { done } ...G } fragment G on Mutation { a { done } b { other } }',
    { b: { done: 'b', other: 1 }, a: { done: 'b a' } },
  );

  answers(
    'run once when they are selected with a condition and without',
    `mutation ($yes: Boolean = true) {
      a { done } ... on Mutation @include(if: $yes) { c { done } a { done other } } b @skip(if: $yes) { done }
    }`,
    { a: { done: 'a', other: 1 }, c: { done: 'a c' } },
  );

  answers(
    'do not run when a condition leaves them out',
    'mutation ($no: Boolean!) { a @include(if: $no) { done } c { done } }',
    { c: { done: 'c' } },
    { variables: { no: false } },
  );
});
