import { QueueKeys, type Queue } from 'bullmq';
import { onlyShard } from './layout.ts';
import type { Queues } from './queues.ts';

/** Per queue. BullMQ's default is ten times as many. */
const maxStreamEvents = 1_000;

export interface QueueOpener {
  /** Returns the queue, and opens it first if needed. @throws while its store is not connected */
  (): Queue;
  close(): Promise<void>;
}

/**
 * A BullMQ queue never recovers if its first connection attempt fails. So it is opened only while its store is connected,
 * and opened again if that failed.
 */
export function createQueueOpener(queues: Queues, name: string): QueueOpener {
  let queue: Queue | undefined;

  function open(): Queue {
    if (queues.status !== 'ready') throw new Error(`the queues are not connected (${queues.status})`);
    if (queue) return queue;
    const opened = queues.openQueue(name, { streams: { events: { maxLen: maxStreamEvents } } });
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
