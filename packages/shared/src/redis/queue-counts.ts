import type { Redis } from './connection.ts';
import { queueKey } from './queue-opener.ts';

/** The states of jobs, and the Redis structures of a queue that hold them. */
export const queueStates = [
  { state: 'waiting', key: 'wait', command: 'llen' },
  { state: 'active', key: 'active', command: 'llen' },
  { state: 'delayed', key: 'delayed', command: 'zcard' },
  { state: 'failed', key: 'failed', command: 'zcard' },
] as const;

export type QueueState = (typeof queueStates)[number]['state'];

export interface QueueCount {
  queue: string;
  state: QueueState;
  count: number;
}

/** Counts the jobs of queues by their state, in one round trip, whatever their number. @throws if Redis fails */
export async function countJobs(redis: Redis, queues: readonly string[]): Promise<QueueCount[]> {
  const wanted = queues.flatMap((queue) =>
    queueStates.map(({ state, ...where }) => ({ queue, state, where })),
  );
  const pipeline = redis.pipeline();
  for (const { queue, where } of wanted) pipeline[where.command](queueKey(queue, where.key));
  const replies = (await pipeline.exec()) ?? [];
  return wanted.map(({ queue, state }, index) => {
    const [error, count] = replies[index] ?? [new Error('redis gave no answer')];
    if (error) throw error;
    return { queue, state, count: Number(count) };
  });
}
