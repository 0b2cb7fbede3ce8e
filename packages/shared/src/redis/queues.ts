import { Queue, Worker, type Processor, type QueueOptions, type WorkerOptions } from 'bullmq';
import type { Redis } from './connection.ts';
import { onlyShard } from './layout.ts';
import { isCluster } from './masters.ts';

/** Opens BullMQ's queues and workers on one connection, in Redis or in Postgres. */
export interface Queues {
  /** `ready`: connected. */
  readonly status: string;
  openQueue(name: string, options?: Omit<QueueOptions, 'connection' | 'prefix'>): Queue;
  openWorker(name: string, process: Processor, options: Omit<WorkerOptions, 'connection' | 'prefix'>): Worker;
}

/** A connection for workers, which may block, and for the dashboard, which may wait. */
export interface ConsumerQueues extends Queues {
  /** Close the workers and queues first. */
  close(): Promise<void>;
}

/** A master that was replaced fails what was sent to it. By default, a worker would pause for 15 s then. */
const inCluster = { runRetryDelay: 1_000 };

/** @param prefixOf what BullMQ puts before the name of a queue: in a cluster, with a hash tag */
export function redisQueues(
  connection: Redis,
  prefixOf: (name: string) => string = () => onlyShard.prefix,
): Queues {
  return {
    get status() {
      return connection.status;
    },
    openQueue: (name, options) => new Queue(name, { ...options, connection, prefix: prefixOf(name) }),
    openWorker: (name, process, options) =>
      new Worker(name, process, {
        ...options,
        ...(isCluster(connection) && inCluster),
        connection,
        prefix: prefixOf(name),
      }),
  };
}
