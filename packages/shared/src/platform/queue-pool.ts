import { assertSchemaCompatibility, SchemaMigrationRequiredError } from 'bullmq';
import { DatabaseError, Pool } from 'pg';
import { createReachability } from './reachability.ts';
import { untraced } from './tracing.ts';
import { isPoolBusy } from './unreachable.ts';

/** Connections to the schema of Postgres in which BullMQ keeps its queues. */
export interface QueuePool {
  /** What BullMQ is given. */
  pool: Pool;
  /** `ready`: the queues can be used. Until then, and once they can't, they are tried every second. */
  readonly status: string;
  /** @throws the error of Postgres, or of a server that can't be reached */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface QueuePoolOptions {
  /** Of Postgres itself, not of a pooler: connections have settings of their own, and listen. */
  url: string;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  maxConnections: number;
  onLost: (error: Error) => void;
  onBack: () => void;
}

export const queueSchema = 'bullmq';

const connectTimeoutMs = 2_000;
const queryTimeoutMs = 5_000;
const probeIntervalMs = 1_000;

/**
 * BullMQ's own. A crash may lose what was written in the last moments, and is noticed, since the marks tell another run of the
 * server then: the queues are made to agree with the ledger again. So no job has to wait for the disk.
 */
const settings = `-c search_path=${queueSchema} -c synchronous_commit=off`;

export function createQueuePool(options: QueuePoolOptions): QueuePool {
  const { onLost, onBack } = options;
  const { connectionString, given } = withoutOptions(options.url);
  const pool = new Pool({
    connectionString,
    options: `${given} ${settings}`.trim(),
    application_name: options.applicationName,
    max: options.maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: queryTimeoutMs,
    query_timeout: queryTimeoutMs + 1_000,
    keepAlive: true,
  });
  const deed = 'use the queues in Postgres';
  const reachability = createReachability({ url: options.url, deed, onLost, onBack });
  pool.on('error', (error) => untraced(() => noteLost(error)));
  pool.on('connect', (client) => void client.on('error', () => undefined));
  failAlike(pool, noteLost);

  let status = 'connecting';
  let isClosed = false;
  let probing: NodeJS.Timeout | undefined;

  /** The first failure of an outage is said, and then it is tried until it works. */
  function noteLost(error: unknown): void {
    if (isClosed) return;
    const cause = error instanceof QueuesUnavailable ? error.cause : error;
    if (!isPoolBusy(cause)) {
      reachability.missed(cause);
      status = 'reconnecting';
    }
    if (status === 'ready') return;
    probing ??= setTimeout(() => {
      probing = undefined;
      void untraced(probe);
    }, probeIntervalMs).unref();
  }

  async function probe(): Promise<void> {
    try {
      await checkQueues(pool);
      if (isClosed) return;
      status = 'ready';
      reachability.reached();
    } catch (error) {
      noteLost(error);
    }
  }
  void probe();

  return {
    pool,
    get status() {
      return status;
    },
    async query<Row>(text: string, values: readonly unknown[] = []) {
      return (await pool.query(text, [...values])).rows as Row[];
    },
    async close() {
      isClosed = true;
      clearTimeout(probing);
      if (!pool.ended) await pool.end();
    },
  };
}

/** @throws QueuesUnavailable if Postgres is away, or lacks the tables of BullMQ */
export async function checkQueues(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await assertSchemaCompatibility(client, queueSchema);
  } catch (error) {
    throw new QueuesUnavailable(error instanceof SchemaMigrationRequiredError ? lacksTables(error) : error);
  } finally {
    client.release();
  }
}

const lacksTables = (cause: Error) =>
  new Error('their tables are missing, which npm run migrate makes, with REDIS_URL=none', { cause });

/** A worker of BullMQ pauses after an error with this code, and tries again at once after any other. */
class QueuesUnavailable extends Error {
  override readonly name = 'QueuesUnavailable';
  readonly code = 'ECONNREFUSED';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Postgres answered, and it was no answer about itself: neither a shutdown nor a start nor too many connections. */
const isAnswer = (error: unknown) =>
  error instanceof DatabaseError && !/^(08|53|57|58|25006)/.test(error.code ?? '');

/** Fails alike, however Postgres is away. BullMQ passes no callbacks; the pool passes some to itself. */
function failAlike(pool: Pool, onUnavailable: (error: unknown) => void): void {
  const own = { query: pool.query.bind(pool), connect: pool.connect.bind(pool) };

  function fail(error: unknown): never {
    if (isAnswer(error)) throw error;
    onUnavailable(error);
    throw new QueuesUnavailable(error);
  }

  const query = (text: string, values?: unknown[]) => own.query(text, values).catch(fail);
  const connect = (callback?: Parameters<typeof own.connect>[0]) =>
    callback ? own.connect(callback) : own.connect().catch(fail);
  Object.assign(pool, { query, connect });
}

/** Options in the URL would replace ours. */
function withoutOptions(databaseUrl: string): { connectionString: string; given: string } {
  const url = new URL(databaseUrl);
  const given = url.searchParams.get('options') ?? '';
  url.searchParams.delete('options');
  return { connectionString: given ? url.href : databaseUrl, given };
}
