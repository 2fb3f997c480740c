import { request } from 'node:http';
import { type GatewayWorld, startGatewayWorld } from '../kit/gateway-world';
import { shop } from '../kit/gateway-shop';

/** A document goes through @apollo/server once and then straight to the engine: nobody may notice. */
let world: GatewayWorld;
beforeAll(async () => {
  world = await startGatewayWorld(shop());
});
afterAll(() => world.close());

const OPERATIONS: readonly { name: string; query: string; variables?: Record<string, unknown> }[] = [
  { name: 'data', query: '{ people { id name read { title } } }' },
  {
    name: 'a variable',
    query: 'query One($id: ID!) { person(id: $id) { name favourite { title } } }',
    variables: { id: '1' },
  },
  { name: 'nothing found', query: '{ person(id: "nobody") { name } }' },
  { name: 'strange keys', query: '{ __proto__: people { constructor: name toString: id } }' },
  { name: 'introspection', query: '{ __schema { queryType { name } } people { __typename } }' },
];

describe.each(['application/json', 'application/graphql-response+json', '*/*'])('asked for %s', (accept) => {
  test.each(OPERATIONS)(
    '$name is answered the same, byte for byte, by both ways',
    async ({ query, variables }) => {
      // A comment makes it a document that the server has not seen.
      const text = `# ${accept}\n${query}`;
      const first = await post(world.url, accept, { query: text, variables });
      for (let again = 0; again < 6; again += 1) {
        expect(await post(world.url, accept, { query: text, variables })).toEqual(first);
      }
      expect(first.status).toBe(200);
    },
  );
});

interface RawAnswer {
  readonly status: number | undefined;
  readonly headers: readonly string[];
  readonly body: string;
}

/** Everything of an answer that does not differ between any two requests. */
function post(url: string, accept: string, message: object): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers: { accept, 'content-type': 'application/json' } });
    sent.once('error', reject);
    sent.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => {
        const { statusCode: status, rawHeaders } = response;
        const headers = rawHeaders.filter(
          (_part, index) => !/^(date|x-request-id)$/i.test(rawHeaders[index - (index % 2)] ?? ''),
        );
        resolve({ status, headers, body: Buffer.concat(chunks).toString() });
      });
    });
    sent.end(JSON.stringify(message));
  });
}
