import { Queue, QueueKeys } from 'bullmq';
import type { Redis } from './connection.ts';

/** BullMQ's default keeps ten times as many, in every queue. */
const maxStreamEvents = 1_000;

export interface QueueOpener {
  /** @throws while Redis is not connected */
  (): Queue;
  close(): Promise<void>;
}

/**
 * A BullMQ queue keeps the failure of its first connection for ever. So it is opened when Redis is
 * there, and opened anew when that went wrong.
 */
export function createQueueOpener(redis: Redis, name: string): QueueOpener {
  let queue: Queue | undefined;

  function open(): Queue {
    if (redis.status !== 'ready') throw new Error(`redis is not connected (${redis.status})`);
    if (queue) return queue;
    const opened = new Queue(name, {
      connection: redis,
      streams: { events: { maxLen: maxStreamEvents } },
    });
    // Whoever uses the queue hears of a failure; the connection's own errors are logged where it is made.
    opened.on('error', () => undefined);
    opened.waitUntilReady().catch(() => {
      if (queue === opened) queue = undefined;
      opened.close().catch(() => undefined);
    });
    return (queue = opened);
  }

  return Object.assign(open, {
    async close() {
      await queue?.close();
      queue = undefined;
    },
  });
}

/** The Redis key that holds one of a queue's structures, such as `wait` or `delayed`. */
export const queueKey = (queue: string, structure: string): string => new QueueKeys().toKey(queue, structure);
