import { isOrderId } from '@order-countdown/shared/order/order-id';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { countdownKeyIn } from '@order-countdown/shared/redis/countdown';
import { countdownPages } from '@order-countdown/shared/redis/countdown-walk';
import type { AlarmLayout, AlarmShard } from '@order-countdown/shared/redis/layout';
import { QueueKeys } from 'bullmq';
import type { RedisState } from './final-state.ts';

const pageSize = 1_000;
/** BullMQ packs the due time and a 12-bit counter into the score of a delayed job. */
const scoreUnitsPerMs = 0x1000;

/** Reads every alarm and every countdown key, without holding up the server. */
export async function readRedis(redis: Redis, layout: AlarmLayout): Promise<RedisState> {
  const alarms = new Map<string, number>();
  for (const shard of layout.shards) await readAlarms(redis, shard, alarms);
  const countdowns = await readCountdowns(redis, layout);
  return { readUntil: Date.now(), alarms, countdowns };
}

async function readAlarms(redis: Redis, shard: AlarmShard, alarms: Map<string, number>): Promise<void> {
  const key = new QueueKeys(shard.prefix).toKey(shard.queue, 'delayed');
  let cursor = '0';
  do {
    const [next, page] = await redis.zscan(key, cursor, 'COUNT', pageSize);
    cursor = next;
    for (let index = 0; index < page.length; index += 2) {
      alarms.set(page[index]!, Math.floor(Number(page[index + 1]) / scoreUnitsPerMs));
    }
  } while (cursor !== '0');
}

async function readCountdowns(redis: Redis, layout: AlarmLayout): Promise<Map<string, number>> {
  const countdowns = new Map<string, number>();
  for await (const page of countdownPages(redis, layout.shards)) {
    const ids = page.filter(isOrderId);
    const times = await Promise.all(ids.map((id) => redis.pttl(countdownKeyIn(layout.shardOf(id).tag, id))));
    const now = Date.now();
    ids.forEach((id, index) => {
      const remainingMs = times[index]!;
      // -2: it has expired since it was found. -1: it never expires, which is wrong.
      if (remainingMs !== -2) countdowns.set(id, remainingMs < 0 ? Infinity : now + remainingMs);
    });
  }
  return countdowns;
}
