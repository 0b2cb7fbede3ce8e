import type { Redis } from './connection.ts';
import { isCluster } from './masters.ts';
import { queueKey } from './queue-opener.ts';

/** The states of jobs, and the Redis structures of a queue that hold them. */
export const queueStates = [
  { state: 'waiting', key: 'wait', command: 'llen' },
  { state: 'active', key: 'active', command: 'llen' },
  { state: 'delayed', key: 'delayed', command: 'zcard' },
  { state: 'failed', key: 'failed', command: 'zcard' },
] as const;

export type QueueState = (typeof queueStates)[number]['state'];

/** A BullMQ queue. */
export interface QueuePlace {
  name: string;
  prefix: string;
}

export interface QueueCount {
  queue: string;
  state: QueueState;
  count: number;
}

/**
 * Counts the jobs of queues by their state, in one round trip, whatever their number; in a cluster, in one for each queue.
 *
 * @throws if Redis fails
 */
export async function countJobs(redis: Redis, queues: readonly QueuePlace[]): Promise<QueueCount[]> {
  if (!isCluster(redis)) return countTogether(redis, queues);
  const counts = await Promise.all(queues.map((queue) => countTogether(redis, [queue])));
  return counts.flat();
}

async function countTogether(redis: Redis, queues: readonly QueuePlace[]): Promise<QueueCount[]> {
  const wanted = queues.flatMap((queue) =>
    queueStates.map(({ state, ...where }) => ({ queue, state, where })),
  );
  const pipeline = redis.pipeline();
  for (const { queue, where } of wanted)
    pipeline[where.command](queueKey(queue.name, where.key, queue.prefix));
  const replies = (await pipeline.exec()) ?? [];
  return wanted.map(({ queue, state }, index) => {
    const [error, count] = replies[index] ?? [new Error('redis gave no answer')];
    if (error) throw error;
    return { queue: queue.name, state, count: Number(count) };
  });
}
