import type { Pool } from 'pg';
import { until } from './until.ts';

/** Whether one connection of an application waits for a lock in this database. */
export async function isWaitingForLock(pool: Pool, application: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from pg_stat_activity
     where datname = current_database() and application_name = $1 and wait_event_type = 'Lock'`,
    [application],
  );
  return rowCount === 1;
}

interface Change {
  pool: Pool;
  /** Whose statement will wait for the row. */
  application: string;
  /** With the id of the row as `$1`. */
  statement: string;
  uuid: string;
}

/** Changes a row in a transaction that ends while `act` waits for the row. */
export async function whileChanging<Result>(
  { pool, application, statement, uuid }: Change,
  act: () => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(statement, [uuid]);
    const isWaiting = () => isWaitingForLock(pool, application);
    const [result] = await Promise.all([act(), until(isWaiting).then(() => client.query('commit'))]);
    return result;
  } finally {
    client.release(true);
  }
}
