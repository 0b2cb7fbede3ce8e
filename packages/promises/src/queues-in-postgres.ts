import type { Client } from 'pg';
import { isOrderId } from '@order-countdown/shared/order/order-id';
import { alarmQueueName } from '@order-countdown/shared/redis/alarm';
import type { Following } from './redis.ts';

const pageSize = 1_000;

const alarms = `select id from bullmq.job where queue = '${alarmQueueName}' and state = 'delayed'`;

/** The alarms that BullMQ keeps in Postgres, where there is no Redis. There are no countdown keys then. */
export function followingInPostgres(postgres: Client): Following {
  async function idsOf(statement: string, values: readonly unknown[]): Promise<string[]> {
    const { rows } = await postgres.query<{ id: string }>(statement, [...values]);
    return rows.map(({ id }) => id);
  }
  return {
    async *traces() {
      for (let last = ''; ;) {
        const ids = await idsOf(`${alarms} and id > $1 order by id limit $2`, [last, pageSize]);
        yield ['alarm', ids.filter(isOrderId)];
        if (ids.length < pageSize) return;
        last = ids.at(-1)!;
      }
    },
    async missing(ids) {
      const set = new Set(await idsOf(`${alarms} and id = any($1::text[])`, [ids]));
      return ids.map((id) => (set.has(id) ? [] : ['alarm']));
    },
  };
}
