import type { Logger } from '../platform/logger.ts';
import type { Connection } from '../redis/answering.ts';
import type { Alarm } from '../redis/alarm.ts';
import type { ListenToChanges } from '../redis/change-listener.ts';
import type { Changes } from '../redis/changes.ts';
import type { Redis } from '../redis/connection.ts';
import type { Countdown } from '../redis/countdown.ts';
import type { CountdownWalk } from '../redis/countdown-walk.ts';
import type { Marks } from '../redis/marks.ts';
import type { QueueCount } from '../redis/queue-counts.ts';
import type { ConsumerQueues, Queues } from '../redis/queues.ts';
import type { Windows } from '../webhooks/windows.ts';

/**
 * All that follows the ledger: alarms, countdowns, queues, and what processes tell each other. In Redis, or with
 * `REDIS_URL=none` in Postgres.
 */
export interface Followers {
  /** Of all that does not wait, to send and to read. */
  connection: Connection;
  /** For what is counted fast and may be lost. Null: there is none, so each process counts by itself. */
  redis: Redis | null;
  queues: Queues;
  /** Opens a connection for workers, or for the dashboard. */
  openConsumers(): ConsumerQueues;
  alarm: Alarm;
  countdown: Countdown;
  countdownWalk: CountdownWalk;
  changes: Changes;
  /** Opens a connection. */
  listenToChanges: ListenToChanges;
  marks: Marks;
  windows: Windows;
  /** Of both queues. @throws if the store fails */
  countJobs(): Promise<QueueCount[]>;
  close(): Promise<void>;
}

export interface FollowersOptions {
  logger: Logger;
  /** Names of BullMQ queues. */
  queueNames: readonly string[];
}
