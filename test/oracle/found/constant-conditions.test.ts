import { conformance } from '../../conformance/kit/conformance';
import { federated } from '../../conformance/kit/federation-schema';

describe('a field that a constant leaves out, below a condition', () => {
  const answers = conformance([
    {
      name: 'places',
      sdl: federated(`
        type Query { place: Place }
        type Place { tags: [Float]! code: String }
      `),
      resolvers: { Query: { place: () => ({ tags: null, code: 'x' }) } },
    },
  ]);
  const fragment = 'fragment F on Query { place { tags @include(if: false) } }';

  // Its null would take the place along.
  answers(
    'is not asked for',
    `query ($no: Boolean!) { ...F @skip(if: $no) } ${fragment}`,
    { place: {} },
    { variables: { no: false } },
  );

  answers(
    'leaves the others',
    `query ($no: Boolean!) { ...F @skip(if: $no) place { code tags @skip(if: true) } } ${fragment}`,
    { place: { code: 'x' } },
    { variables: { no: true } },
  );
});
