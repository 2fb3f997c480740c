import { serverAudits } from 'graphql-http';
import { shop } from '../kit/gateway-shop';
import { startGatewayWorld, type GatewayWorld } from '../kit/gateway-world';

let world: GatewayWorld;
beforeAll(async () => {
  world = await startGatewayWorld(shop());
});
afterAll(() => world.close());

// A bare GET could be sent by any web page: it needs a header that browsers ask permission for. All three are "MAY".
const REFUSED_ON_PURPOSE = ['5A70', 'D6D5', '6A70'];

describe('the audits of GraphQL over HTTP', () => {
  for (const audit of serverAudits({ url: () => world.url })) {
    const isRefused = REFUSED_ON_PURPOSE.includes(audit.id);
    test(`${audit.id} ${audit.name}${isRefused ? ' (refused on purpose)' : ''}`, async () => {
      const result = await audit.fn();
      expect([result.status, 'reason' in result ? result.reason : '']).toEqual(
        isRefused ? ['notice', expect.any(String)] : ['ok', ''],
      );
    });
  }
});
