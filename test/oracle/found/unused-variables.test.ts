import { conformance } from '../../conformance/kit/conformance';
import { federated } from '../../conformance/kit/federation-schema';

describe('a variable that only an impossible selection uses', () => {
  const answers = conformance([
    {
      name: 'places',
      sdl: federated(`
        type Query { place: Place }
        union Any = Place | Other
        type Place { code: String }
        type Other { size: Int }
      `),
      resolvers: { Query: { place: () => ({ code: 'x' }) } },
    },
  ]);

  // The subgraph validates, and would refuse it.
  answers(
    'is not declared to the subgraph',
    `query ($yes: Boolean!) { place @include(if: $yes) { ...F @include(if: $yes) } }
     fragment F on Any { ... on Other { size @skip(if: $yes) } }`,
    { place: {} },
    { variables: { yes: true } },
  );
});
