import { slotOf } from '@order-countdown/shared/redis/key-slot';
import { createLayout } from '@order-countdown/shared/redis/layout';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reconcile } from '../../apps/worker/src/reconcile.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { insertOrders } from '../support/ledger.ts';
import { startRedisCluster, type RedisCluster } from '../support/redis-cluster.ts';
import { until } from '../support/until.ts';

/* Without replicas, and with `cluster-require-full-coverage no`: the other masters go on without the one that is dead. */

let cluster: RedisCluster;
let context: TestContext;
let core: TestCore;

beforeAll(async () => {
  cluster = await startRedisCluster({
    replicas: false,
    settings: { 'cluster-require-full-coverage': 'no' },
  });
  context = await createTestContext();
  core = openCore({ databaseUrl: context.databaseUrl, redisUrl: cluster.url });
  await until(() => core.redis.status === 'ready');
});

afterAll(async () => {
  await core.close();
  await context.close();
  await cluster.stop();
});

const never = new AbortController().signal;

test('a master that lost its data is reconciled while another one is away for long', async () => {
  const layout = createLayout(16, true);
  const slotOfShard = (place: number) => slotOf(layout.shards[place]!.tag.slice(1, -1));
  const [first, last] = await Promise.all([0, 15].map((place) => cluster.masterOf(slotOfShard(place))));
  const ids = await insertOrders(context, { count: 200, status: 'pending', windowSeconds: 600 });
  await reconcile(core, never);
  expect(await core.alarm.count()).toBe(200);

  first!.freeze();
  await until(async () => String(await last!.redis.cluster('NODES')).includes('fail '));
  await last!.redis.flushall();
  const ofLast = ids.filter((id) => layout.indexOf(id) === 15);
  expect(ofLast.length).toBeGreaterThan(0);
  await until(async () => {
    await reconcile(core, never).catch(() => undefined);
    return (await core.alarm.dueTimes(ofLast)).every((dueAt) => dueAt !== null);
  });
  expect(await core.shards.each[15]!.marks.get('reconciled')).not.toBeNull();
  // What the masters that answer have due is relieved without the other one.
  expect(await core.alarm.countDueWithin(3_600_000)).toBeGreaterThan(0);

  first!.thaw();
  await until(async () => {
    await reconcile(core, never).catch(() => undefined);
    return (await core.alarm.count().catch(() => 0)) === 200;
  });
}, 120_000);
