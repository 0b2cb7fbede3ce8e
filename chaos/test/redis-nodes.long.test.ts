import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRedisNodes, type RedisNodes } from '../src/redis/nodes.ts';

let nodes: RedisNodes;

beforeAll(async () => {
  nodes = await startRedisNodes(() => undefined);
  await nodes.whole();
});
afterAll(() => nodes.close());

test('a cluster is whole only once each replica has what its master writes, whatever was lost without a word', async () => {
  const heal = nodes.part((await nodes.roles()).replicas, { kind: 'half-open' });
  heal();
  await nodes.whole();
  for (const { redis } of (await nodes.roles()).masters) {
    await redis.flushall();
    expect(await redis.wait(1, 1_000)).toBe(1);
  }
});
