import type { Pool } from 'pg';

/** The tables that are partitioned by month. */
export const partitionedTables = ['orders', 'order_events', 'payments', 'webhook_deliveries'] as const;

/** Drops the partitions of a new database's tables, which are empty, but for the first ones. */
export async function keepFirstPartitions(postgres: Pool): Promise<void> {
  const { rows } = await postgres.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits
     where inhparent = any ($1::regclass[]) and not inhrelid::regclass::text like '%\\_before'`,
    [partitionedTables],
  );
  for (const { name } of rows) await postgres.query(`drop table ${name}`);
}

/**
 * Replaces the partitions of a new database's tables, which are empty, by a month each, the last of which is the next month.
 *
 * @param monthsBack from the oldest partition to this month's. Default: 34, so that there are 36
 */
export async function partitionByMonth(postgres: Pool, monthsBack = 34): Promise<void> {
  await postgres.query(
    `do $$
     declare
       parent text;
       partition text;
       bounds timestamptz[];
     begin
       foreach parent in array array['${partitionedTables.join("', '")}'] loop
         for partition in
           select inhrelid::regclass from pg_inherits
           where inhparent = parent::regclass and inhrelid::regclass::text <> parent || '_before'
         loop
           execute format('drop table %s', partition);
         end loop;
         execute format('alter table %I detach partition %I', parent, parent || '_before');
         for number in -${monthsBack}..1 loop
           select array_agg((date_trunc('month', now() at time zone 'UTC') + make_interval(months => n)) at time zone 'UTC' order by n)
           into bounds from generate_series(number, number + 1) n;
           partition := parent || to_char(bounds[1] at time zone 'UTC', '_YYYY_MM');
           execute format('create table %I (like %I including all)', partition, parent || '_before');
           execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, partition,
             case parent when 'webhook_deliveries' then bounds[1]::text else uuid_bound(bounds[1])::text end,
             case parent when 'webhook_deliveries' then bounds[2]::text else uuid_bound(bounds[2])::text end);
         end loop;
         execute format('drop table %I', parent || '_before');
       end loop;
     end $$`,
  );
}
