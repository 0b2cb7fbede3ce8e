import { DatabaseError, Pool, TypeOverrides } from 'pg';
import { LedgerUnavailable } from './errors.ts';

/** One statement at a time, each its own transaction: all that the ledger needs. */
export interface Postgres {
  /**
   * @throws LedgerUnavailable when Postgres can't be reached, is stopping, or doesn't answer in time
   * @throws pg.DatabaseError when it refuses the statement
   */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface PostgresOptions {
  url: string;
  /** Seen in pg_stat_activity. */
  applicationName: string;
  maxConnections?: number;
  onConnectionError: (error: Error) => void;
}

const connectTimeoutMs = 2_000;
const queryTimeoutMs = 5_000;

/** SQLSTATEs that mean «not now»: connection failures, deadlocks, resources, shutdown, and our own time limit. */
const unavailableSqlState = /^(08|40|53|57|58)/;

/** int8 as a number: amounts and counts stay far below 2^53, and requests above it are refused. */
const int8 = 20;
const types = new TypeOverrides();
types.setTypeParser(int8, Number);

export function createPostgres(options: PostgresOptions): Postgres {
  const pool = new Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.maxConnections ?? 20,
    connectionTimeoutMillis: connectTimeoutMs,
    // The server's limit frees its locks; the client's is for a server that no longer answers at all.
    statement_timeout: queryTimeoutMs,
    query_timeout: queryTimeoutMs + 1_000,
    keepAlive: true,
    types,
  });
  pool.on('error', options.onConnectionError);

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

/** Postgres answered, and the answer was no. Everything else is a failure to get an answer. */
function isRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && !unavailableSqlState.test(error.code ?? '');
}
