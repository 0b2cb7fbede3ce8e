import { Queue, QueueKeys } from 'bullmq';
import type { Redis } from './connection.ts';
import { onlyShard } from './layout.ts';

/** Per queue. BullMQ's default is ten times as many. */
const maxStreamEvents = 1_000;

export interface QueueOpener {
  /** Returns the queue, and opens it first if needed. @throws while Redis is not connected */
  (): Queue;
  close(): Promise<void>;
}

/**
 * A BullMQ queue never recovers if its first connection attempt fails. So it is opened only while Redis is connected,
 * and opened again if that failed.
 */
export function createQueueOpener(redis: Redis, name: string, prefix = onlyShard.prefix): QueueOpener {
  let queue: Queue | undefined;

  function open(): Queue {
    if (redis.status !== 'ready') throw new Error(`redis is not connected (${redis.status})`);
    if (queue) return queue;
    const opened = new Queue(name, {
      connection: redis,
      prefix,
      streams: { events: { maxLen: maxStreamEvents } },
    });
    // Callers get the errors of their own commands, and the connection logs outages.
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
export const queueKey = (queue: string, structure: string, prefix = onlyShard.prefix): string =>
  new QueueKeys(prefix).toKey(queue, structure);
