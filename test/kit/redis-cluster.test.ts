import { Cluster } from 'ioredis';
import { startRedisCluster } from './redis-cluster';

it('a test gets a Redis Cluster of three masters that serves all slots', async () => {
  const cluster = await startRedisCluster();
  const client = new Cluster([...cluster.nodes]);
  const keys = Array.from({ length: 50 }, (_, index) => `box-${index}`);
  await Promise.all(keys.map((key) => client.set(key, key)));
  expect(await Promise.all(keys.map((key) => client.get(key)))).toEqual(keys);
  expect(client.nodes('master')).toHaveLength(3);
  client.disconnect();
  await cluster.stop();
});
