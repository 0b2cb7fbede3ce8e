import { hash } from 'node:crypto';
import { DatabaseError, Pool, TypeOverrides, type PoolClient } from 'pg';
import { checkServer } from './check-server.ts';
import { LedgerUnavailable, PartitionMissing } from './errors.ts';
import { createReachability, type ReachabilityOptions } from './reachability.ts';
import { isTracing, traced, untraced } from './tracing.ts';
import { isPoolBusy } from './unreachable.ts';

/** Runs statements. */
export interface Queries {
  /**
   * @param options.prepare keeps the statement's plan on the connection. For statements that run often, whose text never
   *   changes, and whose best plan does not depend on the values
   * @throws LedgerUnavailable if Postgres can't be reached, is shutting down, or doesn't answer in time
   * @throws PartitionMissing if a table has no partition for a row
   * @throws pg.DatabaseError if Postgres refuses the statement
   */
  query<Row>(text: string, values?: readonly unknown[], options?: { prepare: boolean }): Promise<Row[]>;
}

/** Runs single statements, each in its own transaction. */
export interface Postgres extends Queries {
  /**
   * Runs statements in one transaction, which is rolled back if `work` throws.
   *
   * @throws what `work` throws; LedgerUnavailable also if it is not known whether the transaction was committed
   */
  transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface PostgresOptions extends ReachabilityOptions {
  /** Shown in pg_stat_activity. */
  applicationName: string;
  maxConnections?: number;
  /**
   * Default: true. False: a pooler in transaction mode may be between us and Postgres. Then no statement is prepared, and
   * the time limits are not asked for when a connection starts, but are those of the role: see deploy/postgres/roles.sql.
   */
  prepare?: boolean;
  onConnectionError: (error: Error) => void;
  /** Called once, if the role lacks the time limits that it has to have with `prepare: false`. */
  onUnlimited?: () => void;
}

/** A plan is made for the size that the tables have then. A new ledger grows fast, and Postgres would notice minutes later. */
const planLifetimeMs = 5_000;

/**
 * SQL: a parameter that leaves out partitions, or names the rows. If the statement is prepared, its value is not for the planner
 * to know: Postgres would find that a plan for this value, without the other partitions or for fewer rows, is cheaper than one for
 * any value, and plan the statement each time. The plan that is kept leaves out partitions when it is executed. A statement that
 * isn't prepared is planned each time anyway: see {@link foldable}.
 */
export const unfolded = (parameter: string, type: 'uuid' | 'uuid[]' = 'uuid'): string =>
  `case when now() is not null then ${parameter}::${type} end`;

/** @returns the statement, planned for its {@link unfolded} parameters: so the planner does not look at other partitions */
const foldable = (text: string): string =>
  text.replaceAll(/case when now\(\) is not null then (\$\d+::uuid(?:\[\])?) end/g, '$1');

const connectTimeoutMs = 2_000;
const queryTimeoutMs = 5_000;

/** Sets skip rows that somebody else holds. A statement that waits for its one row gives up after this long. */
const lockTimeoutMs = 2_000;

/**
 * SQLSTATEs that mean "not now": connection failures, deadlocks, resources, shutdown and time limits by their class;
 * 25006, a server that only reads, such as a demoted primary; 55P03, a lock that was not granted in time. The pool
 * drops the connection of a statement that failed, so the next one may reach the new primary.
 */
const unavailableSqlState = /^(08|40|53|57|58|25006|55P03)/;

/** Parses int8 as a number: amounts and counts stay far below 2^53, and larger amounts are refused by the api. */
const int8 = 20;
const types = new TypeOverrides();
types.setTypeParser(int8, Number);

export function createPostgres(options: PostgresOptions): Postgres {
  const mayPrepare = options.prepare ?? true;
  const tellOfLimits = once(options.onUnlimited);
  const pool = new Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.maxConnections ?? 20,
    connectionTimeoutMillis: connectTimeoutMs,
    // The server's limit also releases the locks; the client's is for a server that no longer answers at all.
    ...(mayPrepare && { statement_timeout: queryTimeoutMs, lock_timeout: lockTimeoutMs }),
    query_timeout: queryTimeoutMs + 1_000,
    keepAlive: true,
    types,
    verify: (client, done) => void checkServer(client, tellOfLimits).then(() => done(), done),
  });
  // It belongs to no request, not even to the one that opened the connection.
  pool.on('error', (error) => untraced(() => options.onConnectionError(error)));
  // The pool listens while a connection is idle, but not while it is verified or in use: then its errors are those of the
  // statement, too. Without a listener, they would end the process.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  const reachability = createReachability(options);
  const renewPlans = createPlanRenewal();

  async function run(client: PoolClient, text: string, values: unknown[], prepare: boolean) {
    if (!prepare) return client.query(foldable(text), values);
    await renewPlans(client);
    return client.query({ name: nameOf(text), text, values });
  }

  async function connect(): Promise<PoolClient> {
    try {
      const client = await pool.connect();
      reachability.reached();
      return client;
    } catch (error) {
      throw isPoolBusy(error) ? error : reachability.missed(error);
    }
  }

  /** Gives the connection back, or drops it if the work on it failed: its state is not known. */
  async function withClient<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    let client: PoolClient | undefined;
    try {
      client = await connect();
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      client?.release(true);
      throw asLedgerError(error);
    }
  }

  async function rowsOf<Row>(
    client: PoolClient,
    text: string,
    values: readonly unknown[] = [],
    { prepare } = { prepare: false },
  ): Promise<Row[]> {
    const asking = () => run(client, text, [...values], prepare && mayPrepare);
    const { rows } = await (isTracing() ? traced(statementSpan, asking, rowsReturned) : asking());
    return rows as Row[];
  }

  /** @returns what the work returned, or what it threw although all its statements were run */
  async function runTransaction<Result>(
    client: PoolClient,
    work: (queries: Queries) => Promise<Result>,
  ): Promise<{ result: Result } | { thrown: unknown }> {
    /** Or it is not known. */
    let hasFailed = false;
    const queries: Queries = {
      async query<Row>(...statement: Parameters<Queries['query']>) {
        try {
          return await rowsOf<Row>(client, ...statement);
        } catch (error) {
          hasFailed = true;
          throw error;
        }
      },
    };
    await client.query('begin');
    try {
      const result = await work(queries);
      hasFailed = true;
      await client.query('commit');
      return { result };
    } catch (error) {
      // The connection is dropped, and the transaction with it.
      if (hasFailed) throw error;
      await client.query('rollback');
      return { thrown: error };
    }
  }

  return {
    query: (...statement) => withClient((client) => rowsOf(client, ...statement)),
    async transaction(work) {
      const end = await withClient((client) => runTransaction(client, work));
      if ('thrown' in end) throw end.thrown;
      return end.result;
    },
    close: () => (pool.ended ? Promise.resolve() : pool.end()),
  };
}

/** Texts of statements are long, and known; values are nobody's business. */
const statementSpan = {
  name: 'postgresql',
  kind: 'client',
  attributes: { 'db.system.name': 'postgresql' },
} as const;

const rowsReturned = ({ rows }: { rows: unknown[] }) => ({ 'db.response.returned_rows': rows.length });

const names = new Map<string, string>();

/** The same statement has the same name everywhere, so no pooler can take one for another. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = hash('sha256', text).slice(0, 32);
  names.set(text, name);
  return name;
}

/** @returns makes a connection plan its prepared statements anew, every few seconds */
function createPlanRenewal(): (client: PoolClient) => Promise<void> {
  const renewedAtMs = new WeakMap<PoolClient, number>();
  return async (client) => {
    const at = renewedAtMs.get(client);
    if (at !== undefined && performance.now() - at < planLifetimeMs) return;
    renewedAtMs.set(client, performance.now());
    if (at !== undefined) await client.query('discard plans');
  };
}

function once(notify: (() => void) | undefined): () => void {
  let isDone = false;
  return () => {
    if (!isDone) notify?.();
    isDone = true;
  };
}

/** SQLSTATE of a row that violates a check, which is then named, or that no partition takes. */
const checkViolation = '23514';

function asLedgerError(error: unknown): unknown {
  if (!isRefusal(error)) return new LedgerUnavailable(error);
  const { code, constraint, table } = error;
  const isOfNoPartition = code === checkViolation && constraint === undefined && table !== undefined;
  return isOfNoPartition ? new PartitionMissing(table, error) : error;
}

/** Postgres answered and refused the statement. Any other error means that there was no answer. */
function isRefusal(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && !unavailableSqlState.test(error.code ?? '');
}
