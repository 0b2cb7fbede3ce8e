import type { Pool } from 'pg';

/** Months from the oldest partition to this one. */
const monthsBack = 34;

/** Replaces the partitions of the empty deliveries by 36, a month each, the last of which is the next month. */
export async function partitionByMonth(postgres: Pool): Promise<void> {
  await postgres.query('drop table webhook_deliveries_before');
  await postgres.query(
    `do $$
     declare
       lower timestamptz;
       upper timestamptz;
     begin
       for number in -${monthsBack}..1 loop
         lower := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => number)) at time zone 'UTC';
         upper := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => number + 1)) at time zone 'UTC';
         execute format('drop table if exists webhook_deliveries_%s', to_char(lower at time zone 'UTC', 'YYYY_MM'));
         execute format(
           'create table webhook_deliveries_%s (like webhook_deliveries including all, primary key (id))',
           to_char(lower at time zone 'UTC', 'YYYY_MM'));
         execute format(
           'alter table webhook_deliveries attach partition webhook_deliveries_%s for values from (%L) to (%L)',
           to_char(lower at time zone 'UTC', 'YYYY_MM'), lower, upper);
       end loop;
     end $$`,
  );
}
