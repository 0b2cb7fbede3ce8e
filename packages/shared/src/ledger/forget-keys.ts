import { inBatches } from '../platform/batches.ts';
import type { Postgres } from '../platform/postgres.ts';

/*
 * $1 hours, $2 how many. Ids begin with the time of the order, so the index leads to the oldest. Those of earlier versions begin
 * with the time by the clock of some process, so `created_at` decides.
 */
const forgetStatement = `
delete from idempotency_keys where order_id = any (array(
  select order_id from idempotency_keys
  where order_id < (select uuid_v7(now() - make_interval(hours => $1)))
    and created_at < now() - make_interval(hours => $1)
  order by order_id limit $2
))
returning order_id`;

const batchSize = 5_000;

/**
 * Forgets the keys under which orders were placed more than so long ago: a request that comes again after that places another
 * order.
 *
 * @param hours 1 or more; undefined: keys are kept as long as their orders
 * @returns how many
 */
export async function forgetKeys(
  postgres: Postgres,
  hours: number | undefined,
  signal: AbortSignal,
): Promise<number> {
  if (hours === undefined) return 0;
  return inBatches(batchSize, signal, async (limit) => {
    return (await postgres.query(forgetStatement, [hours, limit])).length;
  });
}
