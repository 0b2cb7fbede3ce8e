import { createAlarm } from '../redis/alarm.ts';
import { createChangeListener } from '../redis/change-listener.ts';
import { createChanges } from '../redis/changes.ts';
import { createConsumerRedis, createProducerRedis, createSubscriberRedis } from '../redis/connection.ts';
import { createCountdown } from '../redis/countdown.ts';
import { createCountdownWalk } from '../redis/countdown-walk.ts';
import { createRedisMarks } from '../redis/marks.ts';
import { countJobs } from '../redis/queue-counts.ts';
import { redisQueues } from '../redis/queues.ts';
import { createWindows } from '../webhooks/windows.ts';
import type { Followers, FollowersOptions } from './followers.ts';

export function followInRedis(url: string, { logger, queueNames }: FollowersOptions): Followers {
  const redis = createProducerRedis(url, logger);
  return {
    connection: redis,
    redis,
    queues: redisQueues(redis),
    openConsumers() {
      const connection = createConsumerRedis(url, logger);
      return Object.assign(redisQueues(connection), { close: async () => connection.disconnect() });
    },
    alarm: createAlarm(redis),
    countdown: createCountdown(redis),
    countdownWalk: createCountdownWalk(redis),
    changes: createChanges(redis, logger),
    listenToChanges: (handler) => createChangeListener(createSubscriberRedis(url, logger), handler),
    marks: createRedisMarks(redis),
    windows: createWindows(redis),
    countJobs: () => countJobs(redis, queueNames),
    close: async () => redis.disconnect(),
  };
}
