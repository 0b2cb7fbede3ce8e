import type { Client } from 'pg';

/** How much of the tables is dead, and how large what is read all the time has become. Of partitions, all together. */
export interface Bloat {
  deadOrders: number;
  deadDeliveries: number;
  deadInOutbox: number;
  /** The index of pending orders, in MiB. */
  pendingIndexMib: number;
}

const statement = `
select coalesce(sum(n_dead_tup) filter (where relname ~ '^orders'), 0)::int as "deadOrders",
       coalesce(sum(n_dead_tup) filter (where relname ~ '^webhook_deliveries'), 0)::int as "deadDeliveries",
       coalesce(sum(n_dead_tup) filter (where relname = 'webhook_outbox'), 0)::int as "deadInOutbox",
       (select sum(pg_relation_size(indexrelid)) / 1048576 from pg_stat_user_indexes
        where indexrelname ~ '^orders.*_pending_by_deadline|^orders.*_expires_at_id_idx')::float8 as "pendingIndexMib"
from pg_stat_user_tables`;

export async function readBloat(client: Client): Promise<Bloat> {
  const { rows } = await client.query<Bloat>(statement);
  return rows[0]!;
}

export function worstOf(one: Bloat, other: Bloat): Bloat {
  const worst = Object.entries(one).map(([name, value]) => [
    name,
    Math.max(value, other[name as keyof Bloat]),
  ]);
  return Object.fromEntries(worst) as Bloat;
}

const parameters = [
  'autovacuum_vacuum_scale_factor',
  'autovacuum_vacuum_threshold',
  'autovacuum_analyze_scale_factor',
  'vacuum_truncate',
];

/** Takes all tables back to what Postgres does by default. */
export async function resetAutovacuum(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relkind = 'r' and reloptions is not null and relnamespace = 'public'::regnamespace`,
  );
  for (const { name } of rows) await client.query(`alter table ${name} reset (${parameters.join(', ')})`);
}
