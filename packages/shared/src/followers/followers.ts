import type { Logger } from '../platform/logger.ts';
import type { Connection } from '../redis/answering.ts';
import type { Attempts } from '../redis/attempts.ts';
import type { Alarm } from '../redis/alarm.ts';
import type { ListenToChanges } from '../redis/change-listener.ts';
import type { Changes } from '../redis/changes.ts';
import type { Redis } from '../redis/connection.ts';
import type { Countdown } from '../redis/countdown.ts';
import type { CountdownWalk } from '../redis/countdown-walk.ts';
import type { Leftover } from '../redis/leftovers.ts';
import type { Marks } from '../redis/marks.ts';
import type { QueueCount } from '../redis/queue-counts.ts';
import type { ConsumerQueues, Queues } from '../redis/queues.ts';
import type { Shards } from '../redis/shards.ts';
import type { Windows } from '../webhooks/windows.ts';

/**
 * All that follows the ledger: alarms, countdowns, queues, and what processes tell each other. In Redis, or with
 * `REDIS_URL=none` in Postgres.
 */
export interface Followers {
  /** Of all that does not wait, to send and to read. */
  connection: Connection;
  /** For requests, which are counted fast. Null: there is none, so each process counts by itself. */
  redis: Redis | null;
  /** Of all BullMQ queues. */
  queueNames: readonly string[];
  queues: Queues;
  /** Opens a connection for workers, or for the dashboard. */
  openConsumers(): ConsumerQueues;
  shards: Shards;
  /** Of all shards. */
  alarm: Alarm;
  countdown: Countdown;
  countdownWalk: CountdownWalk;
  changes: Changes;
  /** Opens a connection. */
  listenToChanges: ListenToChanges;
  marks: Marks;
  /** Beside the queue of webhooks. */
  webhookMarks: Marks;
  windows: Windows;
  /** To sign in. */
  attempts: Attempts;
  /** Notes which number of shards workers have. @returns what those with other numbers may have left */
  findLeftovers(): Promise<Leftover[]>;
  /** Of all queues. @throws if the store fails */
  countJobs(): Promise<QueueCount[]>;
  close(): Promise<void>;
}

export interface FollowersOptions {
  logger: Logger;
}
