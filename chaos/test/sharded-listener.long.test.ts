import { changeChannelIn } from '@order-countdown/shared/redis/changes';
import type { ChangeListener } from '@order-countdown/shared/redis/change-listener';
import { createNodeSubscriberRedis, createProducerRedis } from '@order-countdown/shared/redis/connection';
import { slotOf } from '@order-countdown/shared/redis/key-slot';
import { spread } from '@order-countdown/shared/redis/layout';
import { isCluster } from '@order-countdown/shared/redis/masters';
import { createShardedListener } from '@order-countdown/shared/redis/sharded-listener';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { startRedisCluster, type ClusterNode, type RedisCluster } from '@order-countdown/test/redis-cluster';
import { until } from '@order-countdown/test/until';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openLink, type Link } from '../src/links/link.ts';

/* Between the listener and each master is a link: it is the address that the master announces. */

let cluster: RedisCluster;
let listener: ChangeListener;
let close: () => void;
const links: Link[] = [];
const heard = new Set<string>();

const tags = spread((tag) => tag);
const slotOfOrder = (id: string) => slotOf(tags.of(id).slice(1, -1));

/** An order in the shard of this index. */
function orderIn(shard: number): string {
  for (;;) {
    const id = randomUUID();
    if (tags.of(id) === tags.each[shard]) return id;
  }
}

const [onFirst, onLast] = [orderIn(0), orderIn(tags.each.length - 1)];
const [all, others] = [[onFirst, onLast], [onLast]];
const isListeningToAll = () => all.every((id) => listener.isListening(id));

beforeAll(async () => {
  cluster = await startRedisCluster({
    replicas: false,
    settings: async ({ index, port }) => {
      const link = await openLink(port);
      links[index] = link;
      return { 'cluster-announce-port': String(link.port) };
    },
  });
  const logger = createLogger('test', 'silent');
  const redis = createProducerRedis(cluster.url, logger);
  if (!isCluster(redis)) throw new Error('not a cluster');
  const openNode = (address: string) => createNodeSubscriberRedis(cluster.url, address, logger);
  listener = createShardedListener(redis, openNode, {
    changed: (id) => void heard.add(id),
    restored: () => undefined,
    interrupted: () => undefined,
  });
  close = () => {
    listener.close();
    redis.disconnect();
  };
  for (const id of all) await listener.subscribe(id);
});

afterAll(async () => {
  close();
  await cluster.stop();
  for (const link of links) await link.close();
});

beforeEach(() => until(isListeningToAll));

const channelOf = (id: string) => changeChannelIn(tags.of(id), id);

/** The link to the node that serves the order. */
async function masterOf(id: string): Promise<{ node: ClusterNode; link: Link }> {
  const node = await cluster.masterOf(slotOfOrder(id));
  return { node, link: links[cluster.nodes.indexOf(node)]! };
}

/** Publishes once for each. @returns which were heard within a second */
async function hear(ids: readonly string[]): Promise<string[]> {
  heard.clear();
  for (const id of ids) {
    const { node } = await masterOf(id);
    await node.redis.spublish(channelOf(id), '');
  }
  await until(() => ids.every((id) => heard.has(id)), 1_000).catch(() => undefined);
  return ids.filter((id) => heard.has(id));
}

test('messages of all shards arrive', async () => {
  expect(await hear(all)).toEqual(all);
});

test('a connection that is lost without a word is noticed within three seconds, and made anew', async () => {
  const { link } = await masterOf(onFirst);
  // What is open stays deaf for ever.
  link.disturb({ kind: 'half-open' })();
  heard.clear();
  await until(() => !listener.isListening(onFirst), 3_500);
  expect(heard).toEqual(new Set([onFirst]));
  expect(await hear(others)).toEqual(others);
  expect(listener.isListening(onLast)).toBe(true);

  await until(isListeningToAll, 5_000);
  expect(await hear(all)).toEqual(all);
});

test('an order that nobody watches any longer is forgotten, also while its master is away', async () => {
  const dropped = orderIn(0);
  await listener.subscribe(dropped);
  expect(await hear([dropped])).toEqual([dropped]);
  const { node, link } = await masterOf(onFirst);
  const end = link.disturb({ kind: 'refuse' });
  link.cut();
  await until(() => !listener.isListening(dropped));
  listener.unsubscribe(dropped);
  end();
  await until(isListeningToAll);

  const known = (await node.redis.pubsub('SHARDCHANNELS')) as string[];
  expect(known).toContain(channelOf(onFirst));
  expect(known).not.toContain(channelOf(dropped));
});

test('a shard that another master takes over is listened to there', async () => {
  const [before, to] = [(await masterOf(onFirst)).node, (await masterOf(onLast)).node];
  await cluster.moveSlot(slotOfOrder(onFirst), to);
  await until(async () => {
    const known = (await to.redis.pubsub('SHARDCHANNELS')) as string[];
    return known.includes(channelOf(onFirst));
  });
  await until(isListeningToAll);
  expect(await hear(all)).toEqual(all);
  await cluster.moveSlot(slotOfOrder(onFirst), before);
  await until(async () =>
    ((await before.redis.pubsub('SHARDCHANNELS')) as string[]).includes(channelOf(onFirst)),
  );
  await until(isListeningToAll);
  expect(await hear(all)).toEqual(all);
});

test('after all masters were killed, all shards are listened to again', async () => {
  await Promise.all(cluster.nodes.map((node) => node.kill()));
  await until(() => all.every((id) => !listener.isListening(id)));
  await Promise.all(cluster.nodes.map((node) => node.start()));
  await cluster.whole();
  await until(isListeningToAll);
  expect(await hear(all)).toEqual(all);
});
