import { openPostgres } from '../../../../test/support/postgres.ts';
import type { Postgres } from '../../src/platform/postgres.ts';
import type { TestContext } from './context.ts';

/** A connection to the test's database whose clock stands still. */
export interface StoppedClock {
  /** Runs the ledger's statements as they are, at the instant that was set. */
  postgres: Postgres;
  /** Where the clock stands. */
  now: () => Date;
  set: (instant: Date) => Promise<void>;
  close: () => Promise<void>;
}

const schema = 'stopped_clock';

/**
 * Stops the database's clock for one connection pool, so that a statement can run at exactly the instant of a
 * deadline. Waiting for that instant can't work: now() has microseconds, deadlines have milliseconds.
 *
 * The pool's search path finds our clock functions before those of pg_catalog. `current_timestamp` is a keyword
 * and would still read the real clock.
 */
export async function stopClock({ postgres: pool, databaseUrl }: TestContext): Promise<StoppedClock> {
  let now = new Date();
  await pool.query(`
    create schema ${schema};
    create table ${schema}.clock (instant timestamptz not null);
    insert into ${schema}.clock values (now());
    create function ${schema}.now() returns timestamptz language sql stable
      return (select instant from ${schema}.clock);
    create function ${schema}.clock_timestamp() returns timestamptz language sql volatile
      return (select instant from ${schema}.clock);`);
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c search_path=${schema},pg_catalog,public`);
  const postgres = openPostgres(url.href);

  async function set(instant: Date): Promise<void> {
    await pool.query(`update ${schema}.clock set instant = $1`, [instant]);
    now = instant;
  }
  await set(now);

  return {
    postgres,
    now: () => now,
    set,
    close: () => postgres.close(),
  };
}
