import { DatabaseError, Pool, TypeOverrides, type ClientBase } from 'pg';
import { LedgerUnavailable } from './errors.ts';

/** Runs single statements, each in its own transaction. */
export interface Postgres {
  /**
   * @throws LedgerUnavailable if Postgres can't be reached, is shutting down, or doesn't answer in time
   * @throws pg.DatabaseError if Postgres refuses the statement
   */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface PostgresOptions {
  url: string;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  maxConnections?: number;
  onConnectionError: (error: Error) => void;
}

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
  const pool = new Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.maxConnections ?? 20,
    connectionTimeoutMillis: connectTimeoutMs,
    // The server's limit also releases the locks; the client's is for a server that no longer answers at all.
    statement_timeout: queryTimeoutMs,
    query_timeout: queryTimeoutMs + 1_000,
    lock_timeout: lockTimeoutMs,
    keepAlive: true,
    types,
    verify: (client, done) => void refuseStandby(client).then(() => done(), done),
  });
  pool.on('error', options.onConnectionError);
  // The pool listens while a connection is idle or has a statement, but not while it is verified. Without a listener, an
  // error ends the process.
  pool.on('connect', (client) => void client.on('error', () => undefined));

  return {
    async query<Row>(text: string, values: readonly unknown[] = []) {
      try {
        const result = await pool.query(text, [...values]);
        return result.rows as Row[];
      } catch (error) {
        throw isRefusal(error) ? error : new LedgerUnavailable(error);
      }
    },
    close: () => (pool.ended ? Promise.resolve() : pool.end()),
  };
}

/**
 * A standby, or a former primary that came back as one, may be behind what was answered before. The rejection ends the
 * connection and fails the statement that wanted it. A primary can't become a standby while it has connections.
 */
async function refuseStandby(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ isStandby: boolean }>('select pg_is_in_recovery() as "isStandby"');
  if (rows[0]?.isStandby) throw new Error('the server is a standby');
}

/** Postgres answered and refused the statement. Any other error means that there was no answer. */
function isRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && !unavailableSqlState.test(error.code ?? '');
}
