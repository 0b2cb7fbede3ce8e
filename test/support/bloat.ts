import type { Client } from 'pg';

/** How much of the tables is dead, and how large what is read all the time has become. Of partitions, all together. */
export interface Bloat {
  deadOrders: number;
  deadEvents: number;
  deadDeliveries: number;
  deadInOutbox: number;
  deadKeys: number;
  /** The index of pending orders, in MiB. */
  pendingIndexMib: number;
  /** That of reminders. */
  remindersIndexMib: number;
  /** That of deliveries that wait. */
  waitingIndexMib: number;
  /** The outbox with its index. */
  outboxMib: number;
}

const dead = (tables: string) =>
  `(select coalesce(sum(n_dead_tup), 0)::int from pg_stat_user_tables where relname ~ '^(${tables})')`;

/** A partition that is made later has indexes that are named after their columns. */
const indexMib = (indexes: string) =>
  `(select sum(pg_relation_size(indexrelid)) / 1048576 from pg_stat_user_indexes where indexrelname ~ '^(${indexes})')::float8`;

const statement = `
select ${dead('orders')} as "deadOrders",
       ${dead('order_events')} as "deadEvents",
       ${dead('webhook_deliveries')} as "deadDeliveries",
       ${dead('webhook_outbox')} as "deadInOutbox",
       ${dead('idempotency_keys')} as "deadKeys",
       ${indexMib('orders.*_pending_by_deadline|orders.*_expires_at_id_idx')} as "pendingIndexMib",
       ${indexMib('orders.*_by_reminder|orders.*_remind_at_idx')} as "remindersIndexMib",
       ${indexMib('webhook_deliveries.*_waiting|webhook_deliveries.*_endpoint_id_due_at_idx')} as "waitingIndexMib",
       (pg_total_relation_size('webhook_outbox') / 1048576.0)::float8 as "outboxMib"`;

export async function readBloat(client: Client): Promise<Bloat> {
  const { rows } = await client.query<Bloat>(statement);
  return rows[0]!;
}

/** Of each figure the largest. */
export function worstOf<Figures extends object>(all: readonly Figures[]): Figures {
  const names = Object.keys(all[0]!) as (keyof Figures)[];
  return Object.fromEntries(
    names.map((name) => [name, Math.max(...all.map((one) => Number(one[name])))]),
  ) as Figures;
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
