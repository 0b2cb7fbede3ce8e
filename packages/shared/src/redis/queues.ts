import { Queue, Worker, type Processor, type QueueOptions, type WorkerOptions } from 'bullmq';
import type { Redis } from './connection.ts';

/** Opens BullMQ's queues and workers on one connection, in Redis or in Postgres. */
export interface Queues {
  /** `ready`: connected. */
  readonly status: string;
  openQueue(name: string, options?: Omit<QueueOptions, 'connection'>): Queue;
  openWorker(name: string, process: Processor, options: Omit<WorkerOptions, 'connection'>): Worker;
}

/** A connection for workers, which may block, and for the dashboard, which may wait. */
export interface ConsumerQueues extends Queues {
  /** Close the workers and queues first. */
  close(): Promise<void>;
}

export function redisQueues(redis: Redis): Queues {
  return {
    get status() {
      return redis.status;
    },
    openQueue: (name, options) => new Queue(name, { ...options, connection: redis }),
    openWorker: (name, process, options) => new Worker(name, process, { ...options, connection: redis }),
  };
}
