import type { QueuePool } from '../platform/queue-pool.ts';
import { alarmQueueName, createAlarmOver, type AlarmQueue } from '../redis/alarm.ts';
import { createQueueOpener } from '../redis/queue-opener.ts';
import type { Queues } from '../redis/queues.ts';

/** Of BullMQ's table `job`, by its indexes of the delayed ones. */
const delayed = `from job where queue = '${alarmQueueName}' and state = 'delayed'`;

const removeStatement = `
delete from job where queue = '${alarmQueueName}' and id in (
  select id from job
  where queue = '${alarmQueueName}' and id = any($1::text[]) and state <> 'active'
  order by id for update skip locked
)`;

/** BullMQ would remove those first that were added first. */
const removeEarliestStatement = `
delete from job where queue = '${alarmQueueName}' and id in (
  select id ${delayed} order by process_at_ms limit $1 for update skip locked
)
returning id`;

interface IdRow {
  id: string;
}

/** Alarms in Postgres. A set of them is one statement, where BullMQ's would be one for each. */
export function createPostgresAlarm(queues: Queues, pool: Pick<QueuePool, 'query'>): AlarmQueue {
  const idsOf = (rows: readonly IdRow[]) => rows.map(({ id }) => id);

  async function countUntil(condition: string, atMs: number): Promise<number> {
    const [row] = await pool.query<{ count: number }>(
      `select count(*)::int as count ${delayed} and process_at_ms ${condition} $1`,
      [Math.floor(atMs)],
    );
    return row?.count ?? 0;
  }

  return createAlarmOver(createQueueOpener(queues, alarmQueueName), {
    async disarm(ids) {
      if (ids.length > 0) await pool.query(removeStatement, [ids]);
    },

    async dueTimes(ids) {
      if (ids.length === 0) return [];
      const rows = await pool.query<{ id: string; due: number }>(
        `select id, process_at_ms::float8 as due ${delayed} and id = any($1::text[])`,
        [ids],
      );
      const dueTimes = new Map(rows.map(({ id, due }) => [id, due]));
      return ids.map((id) => dueTimes.get(id) ?? null);
    },

    async *pages(pageSize) {
      for (let last = ''; ;) {
        const rows = await pool.query<IdRow>(`select id ${delayed} and id > $1 order by id limit $2`, [
          last,
          pageSize,
        ]);
        if (rows.length > 0) yield idsOf(rows);
        if (rows.length < pageSize) return;
        last = rows.at(-1)!.id;
      }
    },

    count: () => countUntil('>', Date.now()),
    countDueWithin: (aheadMs) => countUntil('<=', Date.now() + aheadMs),

    async due(limit) {
      const rows = await pool.query<IdRow>(
        `select id ${delayed} and process_at_ms <= $1 order by process_at_ms limit $2`,
        [Date.now(), limit],
      );
      return idsOf(rows);
    },

    removeEarliest: async (count) => idsOf(await pool.query<IdRow>(removeEarliestStatement, [count])),
  });
}
