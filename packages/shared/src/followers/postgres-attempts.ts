import type { Postgres } from '../platform/postgres.ts';
import { attemptName, type Attempts } from '../redis/attempts.ts';

/* Counts and claims in the table `marks`, one row each. One that has expired is written over. */

const isOver = 'marks.expires_at <= now()';
const endsAt = `now() + $2::float8 * interval '1 millisecond'`;
const remainingMs = `extract(epoch from marks.expires_at - now())::float8 * 1000`;

const addStatement = `
insert into marks (name, value, expires_at) values ($1, '1', ${endsAt})
on conflict (name) do update set
  value = case when ${isOver} then '1' else (marks.value::int + 1)::text end,
  expires_at = case when ${isOver} then excluded.expires_at else marks.expires_at end
returning value::int as count, ${remainingMs} as "resetInMs"`;

const undoStatement = `
update marks set value = (value::int - 1)::text where name = $1 and expires_at > now()`;

/** How often a process clears away what has expired: strangers who guess leave a row for each address. */
const clearIntervalMs = 60_000;

export function createPostgresAttempts(postgres: Postgres): Attempts {
  let clearedAtMs = performance.now();

  async function add(key: string, forMs: number) {
    const [row] = await postgres.query<{ count: number; resetInMs: number }>(addStatement, [
      attemptName(key),
      forMs,
    ]);
    if (performance.now() - clearedAtMs > clearIntervalMs) {
      clearedAtMs = performance.now();
      postgres.query('delete from marks where expires_at <= now()').catch(() => undefined);
    }
    return row!;
  }

  return {
    add,
    async undo(key) {
      await postgres.query(undoStatement, [attemptName(key)]);
    },
    // The first to count has claimed it.
    async claim(key, forMs) {
      const { count, resetInMs } = await add(key, forMs);
      return count === 1 ? 0 : Math.max(1, resetInMs);
    },
  };
}
