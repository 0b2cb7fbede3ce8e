import type { Postgres } from '@order-countdown/shared/platform/postgres';
import type { Pool } from 'pg';

interface Statement {
  text: string;
  values: readonly unknown[];
}

/** A Postgres that keeps the last statement that it ran. */
export function remembering(postgres: Postgres): { postgres: Postgres; last: () => Statement } {
  let last: Statement | undefined;
  return {
    last() {
      if (!last) throw new Error('no statement has run');
      return last;
    },
    postgres: {
      ...postgres,
      async query<Row>(text: string, values: readonly unknown[] = []) {
        last = { text, values };
        return postgres.query<Row>(text, values);
      },
    },
  };
}

/** Runs a statement, undoes it, and tells how many pages of tables and indexes it read, from the cache or not. */
export async function pagesReadBy(pool: Pool, { text, values }: Statement): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query(`explain (analyze, buffers, format json) ${text}`, [...values]);
    await client.query('rollback');
    const plan = rows[0]['QUERY PLAN'][0].Plan;
    return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
  } finally {
    client.release();
  }
}
