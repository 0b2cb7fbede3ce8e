import { isClusterUrl } from '../platform/redis-url.ts';
import { createRedisAttempts } from '../redis/attempts.ts';
import { createChangeListener } from '../redis/change-listener.ts';
import { createChanges } from '../redis/changes.ts';
import {
  createConsumerRedis,
  createNodeSubscriberRedis,
  createProducerRedis,
  createSubscriberRedis,
} from '../redis/connection.ts';
import { createCountdownWalk } from '../redis/countdown-walk.ts';
import { createLayout, onlyShard } from '../redis/layout.ts';
import { findLeftovers } from '../redis/leftovers.ts';
import { createRedisMarks } from '../redis/marks.ts';
import { isCluster, tagIn } from '../redis/masters.ts';
import { countJobs } from '../redis/queue-counts.ts';
import { redisQueues } from '../redis/queues.ts';
import { createRedisShards } from '../redis/redis-shards.ts';
import { createShardedListener } from '../redis/sharded-listener.ts';
import { webhookQueueName } from '../webhooks/queue.ts';
import { createWindows } from '../webhooks/windows.ts';
import type { Followers, FollowersOptions } from './followers.ts';

export interface RedisFollowersOptions extends FollowersOptions {
  /** `REDIS_URL`: one server, or a cluster. */
  url: string;
  /** `ALARM_SHARDS` */
  alarmShards: number;
}

export function followInRedis({ url, alarmShards, logger }: RedisFollowersOptions): Followers {
  const redis = createProducerRedis(url, logger);
  const layout = createLayout(alarmShards, isClusterUrl(url));
  const webhookTag = tagIn(redis, webhookQueueName);
  const places = [
    ...layout.shards.map(({ queue, prefix }) => ({ name: queue, prefix })),
    { name: webhookQueueName, prefix: webhookTag || onlyShard.prefix },
  ];
  const prefixes = new Map(places.map(({ name, prefix }) => [name, prefix]));
  const prefixOf = (name: string) => prefixes.get(name) ?? onlyShard.prefix;

  return {
    connection: redis,
    redis,
    queueNames: places.map(({ name }) => name),
    queues: redisQueues(redis, prefixOf),
    openConsumers() {
      const connection = createConsumerRedis(url, logger);
      return Object.assign(redisQueues(connection, prefixOf), {
        close: async () => connection.disconnect(),
      });
    },
    ...createRedisShards(redis, layout),
    countdownWalk: createCountdownWalk(redis, layout),
    changes: createChanges(redis, logger),
    listenToChanges: (handler) =>
      isCluster(redis)
        ? createShardedListener(redis, (node) => createNodeSubscriberRedis(url, node, logger), handler)
        : createChangeListener(createSubscriberRedis(url, logger), handler),
    marks: createRedisMarks(redis),
    webhookMarks: createRedisMarks(redis, webhookTag),
    windows: createWindows(redis),
    attempts: createRedisAttempts(redis),
    findLeftovers: () => findLeftovers(redis, layout),
    countJobs: () => countJobs(redis, places),
    close: async () => redis.disconnect(),
  };
}
