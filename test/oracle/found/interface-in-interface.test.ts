import { conformance } from '../../conformance/kit/conformance';
import { federated } from '../../conformance/kit/federation-schema';

const named = { __typename: 'Car', name: 'car', wheels: 4 };

describe('a fragment on another interface that all objects of this one have', () => {
  const answers = conformance(
    [
      {
        name: 'garage',
        sdl: federated(`
          type Query { named: Named }
          interface Named { name: String }
          interface Rolling { wheels: Int }
          type Car implements Named & Rolling { name: String wheels: Int }
        `),
        resolvers: { Query: { named: () => named } },
      },
    ],
    { monolith: { named: () => named } },
  );
  const query = '{ named { ... on Rolling { wheels } } }';

  answers('is answered', query, { named: { wheels: 4 } });

  test('is answered as often as one likes: by the compiled writer, too', async () => {
    for (let run = 0; run < 5; run += 1) {
      const { body } = await answers.world().ask(query);
      expect(body).toEqual({ data: { named: { wheels: 4 } } });
    }
  });
});
