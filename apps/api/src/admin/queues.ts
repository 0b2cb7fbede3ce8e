import { once } from 'node:events';
import type { Logger } from '@order-countdown/shared/platform/logger';
import { createConsumerRedis, type Redis } from '@order-countdown/shared/redis/connection';
import type { QueuePlace } from '@order-countdown/shared/redis/queue-counts';
import { Queue } from 'bullmq';
import type { RequestHandler } from 'express';
import { Problem } from '../http/problem.ts';

export interface DashboardQueues {
  queues: readonly Queue[];
  close(): Promise<void>;
}

/** The queues that Bull Board shows. Their connection may wait for Redis; the one that serves orders never does. */
export function openDashboardQueues(
  redisUrl: string,
  places: readonly QueuePlace[],
  logger: Logger,
): DashboardQueues {
  const connection = createConsumerRedis(redisUrl, logger);
  const queues = places.map(({ name, prefix }) => new Queue(name, { connection, prefix }));
  for (const queue of queues) queue.on('error', () => undefined);
  return {
    queues,
    async close() {
      await Promise.all(queues.map((queue) => queue.close()));
      connection.disconnect();
    },
  };
}

/** Enough for a process that has just started, or a connection that was lost briefly. */
const connectTimeLimitMs = 1_000;

/** Answers 503 while Redis is away. Bull Board itself would wait without a limit while its page keeps polling. */
export function requireRedis(redis: Redis): RequestHandler {
  return async (_request, _response, next) => {
    if (redis.status !== 'ready') await awaitConnection(redis);
    next();
  };
}

/** @throws Problem `unavailable` after the time limit, or when a connection attempt fails */
async function awaitConnection(redis: Redis): Promise<void> {
  try {
    await once(redis, 'ready', { signal: AbortSignal.timeout(connectTimeLimitMs) });
  } catch {
    throw new Problem('unavailable', 'Redis is not available. Order pages still work.', {
      headers: { 'Retry-After': '1' },
      // Bull Board shows these two, as the title and the text of a message.
      members: {
        error: 'Redis is away',
        message: 'Orders go on without it. The queues are back as soon as Redis is.',
      },
    });
  }
}
