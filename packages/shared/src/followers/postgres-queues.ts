import {
  PostgresConnection,
  PostgresQueueBackend,
  Queue,
  Worker,
  type BackendFactory,
  type PgPool,
  type PostgresConnectionOptions,
} from 'bullmq';
import { checkQueues, type QueuePool } from '../platform/queue-pool.ts';
import type { Queues } from '../redis/queues.ts';

/** BullMQ's type of a pool has fewer overloads than the pool. */
const forJobs = (pool: QueuePool['pool']) => pool as unknown as PgPool;

/** BullMQ's own keeps the failure of its first connection forever, and what it listens to after it was closed. */
class RetryingConnection extends PostgresConnection {
  #checked: Promise<void> | undefined;
  readonly #pool: QueuePool['pool'];
  readonly #added: ((error: Error) => void)[];

  constructor(pool: QueuePool['pool']) {
    const listeners = () => pool.listeners('error') as ((error: Error) => void)[];
    const before = new Set(listeners());
    super(forJobs(pool));
    this.#pool = pool;
    this.#added = listeners().filter((listener) => !before.has(listener));
  }

  override waitUntilReady(): Promise<void> {
    this.#checked ??= checkQueues(this.#pool).catch((error: unknown) => {
      this.#checked = undefined;
      throw error;
    });
    return this.#checked;
  }

  override async close(): Promise<void> {
    for (const listener of this.#added.splice(0)) this.#pool.off('error', listener);
    await super.close();
  }
}

/** BullMQ's own keeps the first failure, too: its worker could never end a job that it took. */
class RetryingBackend extends PostgresQueueBackend {
  override async waitUntilReady(): Promise<void> {
    await this.connection.waitUntilReady();
    await super.waitUntilReady();
  }
}

/** How long a worker waits after it could not reach Postgres. */
const retryDelayMs = 1_000;

/** As BullMQ's own `createPostgresBackend`, with connections of ours. */
export function postgresQueues({
  pool,
  ...state
}: Pick<QueuePool, 'pool'> & { status: () => string }): Queues {
  const connection = forJobs(pool);
  const backend: BackendFactory<PostgresQueueBackend, PostgresConnectionOptions> = (
    name,
    options,
    { withBlockingConnection = false } = {},
  ) =>
    new RetryingBackend(
      new RetryingConnection(pool),
      name,
      options,
      true,
      withBlockingConnection ? name : undefined,
    );
  return {
    get status() {
      return state.status();
    },
    openQueue: (name, options) => new Queue(name, { ...options, connection }, backend) as unknown as Queue,
    openWorker: (name, process, options) =>
      new Worker(
        name,
        process,
        { ...options, connection, runRetryDelay: retryDelayMs },
        backend,
      ) as unknown as Worker,
  };
}
