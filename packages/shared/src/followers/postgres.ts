import { createQueuePool } from '../platform/queue-pool.ts';
import type { Postgres } from '../platform/postgres.ts';
import { alarmQueueName, webhookQueueName } from '../platform/queue-names.ts';
import type { Connection } from '../redis/answering.ts';
import type { Countdown } from '../redis/countdown.ts';
import type { CountdownWalk } from '../redis/countdown-walk.ts';
import type { ConsumerQueues } from '../redis/queues.ts';
import { onlyOne } from '../redis/shards.ts';
import type { Followers, FollowersOptions } from './followers.ts';
import { createPostgresAttempts } from './postgres-attempts.ts';
import { createPostgresAlarm } from './postgres-alarm.ts';
import { createPostgresChanges, listenInPostgres } from './postgres-changes.ts';
import { countJobsInPostgres } from './postgres-counts.ts';
import { createPostgresMarks } from './postgres-marks.ts';
import { postgresQueues } from './postgres-queues.ts';
import { createPostgresWindows } from './postgres-windows.ts';

/** The ledger itself tells what is left of each order's time. */
const countdown: Countdown = {
  isKept: false,
  set: async () => 0,
  clear: async () => undefined,
  present: async () => [],
  read: async () => null,
};

const countdownWalk: CountdownWalk = {
  async *pages() {
    // There are no keys.
  },
  forgetVersions: async () => undefined,
};

const queueNames = [alarmQueueName, webhookQueueName];

/** Enough: calls share statements. */
const producerConnections = 4;

/** Two of a worker's listen. */
const consumerConnections = 8;

export interface PostgresFollowersOptions extends FollowersOptions {
  /** Of Postgres itself, not of a pooler. */
  url: string;
  /** Of the ledger. */
  postgres: Postgres;
  /** As in `CoreOptions`. */
  name: string;
}

/** With `REDIS_URL=none`: BullMQ keeps its queues in Postgres, in a schema of their own. */
export function followInPostgres(options: PostgresFollowersOptions): Followers {
  const { url, postgres, name, logger } = options;

  const openPool = (role: string, maxConnections: number) =>
    createQueuePool({
      url,
      applicationName: `order-countdown-${name}-${role}`,
      maxConnections,
      onLost: (error) => logger.warn({ err: error, role }, 'the queues are not available'),
      onBack: () => logger.info({ role }, 'the queues are available again'),
    });

  const pool = openPool('producer', producerConnections);
  const queues = postgresQueues({ pool: pool.pool, status: () => pool.status });

  const connection: Connection = {
    get status() {
      return pool.status;
    },
    ping: () => pool.query('select 1'),
  };
  const alarm = createPostgresAlarm(queues, pool);
  const marks = createPostgresMarks(postgres);

  function openConsumers(): ConsumerQueues {
    const own = openPool('consumer', consumerConnections);
    const opened = postgresQueues({ pool: own.pool, status: () => own.status });
    return Object.assign(opened, { close: () => own.close() });
  }

  return {
    connection,
    redis: null,
    queueNames,
    queues,
    openConsumers,
    shards: onlyOne({ queue: alarmQueueName, alarm, countdown, line: () => connection, marks }),
    alarm,
    countdown,
    countdownWalk,
    changes: createPostgresChanges(pool, logger),
    listenToChanges: listenInPostgres({ url, applicationName: `order-countdown-${name}-listener` }, logger),
    marks,
    webhookMarks: marks,
    windows: createPostgresWindows(pool),
    attempts: createPostgresAttempts(postgres),
    findLeftovers: async () => [],
    countJobs: () => countJobsInPostgres(pool, queueNames),
    close: () => pool.close(),
  };
}
