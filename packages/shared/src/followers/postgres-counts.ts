import type { QueuePool } from '../platform/queue-pool.ts';
import { queueStates, type QueueCount, type QueueState } from '../redis/queue-counts.ts';

const statement = `
select queue, state::text as state, count(*)::int as count from job where queue = any($1::text[]) group by 1, 2`;

/** Counts the jobs of queues by their state. @throws if Postgres fails */
export async function countJobsInPostgres(
  pool: Pick<QueuePool, 'query'>,
  queues: readonly string[],
): Promise<QueueCount[]> {
  const rows = await pool.query<QueueCount>(statement, [queues]);
  const countOf = (queue: string, state: QueueState) =>
    rows.find((row) => row.queue === queue && row.state === state)?.count ?? 0;
  return queues.flatMap((queue) =>
    queueStates.map(({ state }) => ({ queue, state, count: countOf(queue, state) })),
  );
}
