import { queueNames } from '@order-countdown/shared/core';
import type { Logger } from '@order-countdown/shared/platform/logger';
import { createConsumerRedis } from '@order-countdown/shared/redis/connection';
import { Queue } from 'bullmq';

export interface DashboardQueues {
  queues: readonly Queue[];
  close(): Promise<void>;
}

/** The queues that Bull Board shows, on a connection that may wait for Redis, which that of the orders never does. */
export function openDashboardQueues(redisUrl: string, logger: Logger): DashboardQueues {
  const connection = createConsumerRedis(redisUrl, logger);
  const queues = queueNames.map((name) => new Queue(name, { connection }));
  for (const queue of queues) queue.on('error', () => undefined);
  return {
    queues,
    async close() {
      await Promise.all(queues.map((queue) => queue.close()));
      connection.disconnect();
    },
  };
}
