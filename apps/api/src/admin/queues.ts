import { once } from 'node:events';
import type { Connection } from '@order-countdown/shared/redis/answering';
import type { Redis } from '@order-countdown/shared/redis/connection';
import type { ConsumerQueues } from '@order-countdown/shared/redis/queues';
import type { Queue } from 'bullmq';
import type { RequestHandler } from 'express';
import { Problem } from '../http/problem.ts';

export interface DashboardQueues {
  queues: readonly Queue[];
  close(): Promise<void>;
}

/** The queues that Bull Board shows. Their connection may wait for Redis; the one that serves orders never does. */
export function openDashboardQueues(opened: ConsumerQueues, names: readonly string[]): DashboardQueues {
  const queues = names.map((name) => opened.openQueue(name));
  for (const queue of queues) queue.on('error', () => undefined);
  return {
    queues,
    async close() {
      await Promise.all(queues.map((queue) => queue.close()));
      await opened.close();
    },
  };
}

/** Enough for a process that has just started, or a connection that was lost briefly. */
const connectTimeLimitMs = 1_000;

/** Answers 503 while the queues are away. Bull Board itself would wait without a limit while its page keeps polling. */
export function requireQueues(connection: Connection, redis: Redis | null): RequestHandler {
  return async (_request, _response, next) => {
    if (connection.status !== 'ready') await (redis ? awaitConnection(redis) : refuse('Postgres'));
    next();
  };
}

/** @throws Problem `unavailable` after the time limit, or when a connection attempt fails */
async function awaitConnection(redis: Redis): Promise<void> {
  try {
    await once(redis, 'ready', { signal: AbortSignal.timeout(connectTimeLimitMs) });
  } catch {
    refuse('Redis');
  }
}

function refuse(store: string): never {
  throw new Problem('unavailable', `${store} is not available. Order pages still work.`, {
    headers: { 'Retry-After': '1' },
    // Bull Board shows these two, as the title and the text of a message.
    members: {
      error: `${store} is away`,
      message: `${store === 'Redis' ? 'Orders go on without it. ' : ''}The queues are back as soon as ${store} is.`,
    },
  });
}
