import { randomUUID } from 'node:crypto';
import type { Postgres } from '../platform/postgres.ts';
import { leaseKey, LeaseLost } from '../redis/lease.ts';
import type { Marks } from '../redis/marks.ts';

/*
 * The table `marks`: a value by name, which may expire. A lease is a mark that expires, and whose value is its holder. One
 * that is held by nobody is written over, so there is a row for each name at most.
 */

const isCurrent = '(expires_at is null or expires_at > now())';
const inMs = (parameter: string) => `now() + ${parameter} * interval '1 millisecond'`;

/*
 * After a crash the server may lack what was written last: see `createQueuePool`. If one of its processes crashes, it goes on with
 * the same start time, but begins all its statistics anew.
 */
const runStatement = `
select 'postgres-' || extract(epoch from greatest(pg_postmaster_start_time(), stats_reset))::text as run
from pg_stat_bgwriter`;

const getStatement = `select value from marks where name = $1 and ${isCurrent}`;

const setStatement = `
insert into marks (name, value, expires_at) values ($1, $2, ${inMs('$3::float8')})
on conflict (name) do update set value = excluded.value, expires_at = excluded.expires_at`;

const acquireStatement = `
insert into marks (name, value, expires_at) values ($1, $2, ${inMs('$3::float8')})
on conflict (name) do update set value = excluded.value, expires_at = excluded.expires_at
  where marks.expires_at <= now()
returning name`;

const renewStatement = `
update marks set expires_at = ${inMs('$3::float8')} where name = $1 and value = $2 and expires_at > now() returning name`;

const writeStatement = `
with ours as (select from marks where name = $1 and value = $2 and expires_at > now() for update)
insert into marks (name, value) select $3, $4 from ours
on conflict (name) do update set value = excluded.value, expires_at = null
returning name`;

export function createPostgresMarks(postgres: Postgres): Marks {
  return {
    async run() {
      const [row] = await postgres.query<{ run: string }>(runStatement);
      return row?.run ?? '';
    },

    async get(name) {
      const [row] = await postgres.query<{ value: string }>(getStatement, [name]);
      return row?.value ?? null;
    },

    async set(name, value, forMs) {
      // What expires is rare, so this is the time to clear away.
      if (forMs !== undefined) await postgres.query('delete from marks where expires_at < now()');
      await postgres.query(setStatement, [name, value, forMs ?? null]);
    },

    async replace(name, value) {
      await postgres.query('update marks set value = $2 where name = $1', [name, value]);
    },

    async acquireLease(name, lifetimeMs) {
      const key = leaseKey(name);
      const holder = randomUUID();
      const acquired = await postgres.query(acquireStatement, [key, holder, lifetimeMs]);
      if (acquired.length === 0) return null;

      async function ours(statement: string, ...values: unknown[]): Promise<void> {
        const rows = await postgres.query(statement, [key, holder, ...values]);
        if (rows.length === 0) throw new LeaseLost(`the lease to ${name} is no longer ours`);
      }
      return {
        renew: () => ours(renewStatement, lifetimeMs),
        write: (other, value) => ours(writeStatement, other, value),
        async release() {
          await postgres.query('delete from marks where name = $1 and value = $2', [key, holder]);
        },
      };
    },
  };
}
