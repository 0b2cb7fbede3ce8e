import { isOrderId } from '@order-countdown/shared/order/order-id';
import { alarmQueueName } from '@order-countdown/shared/redis/alarm';
import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { QueueKeys } from 'bullmq';
import type { Redis } from 'ioredis';
import type { RedisState } from './final-state.ts';

const pageSize = 1_000;
const delayedKey = new QueueKeys().toKey(alarmQueueName, 'delayed');
/** BullMQ packs the due time and a 12-bit counter into the score of a delayed job. */
const scoreUnitsPerMs = 0x1000;

/** Reads every alarm and every countdown key, without holding up the server. */
export async function readRedis(redis: Redis): Promise<RedisState> {
  const alarms = new Map<string, number>();
  for await (const page of redis.zscanStream(delayedKey, { count: pageSize }) as AsyncIterable<string[]>) {
    for (let index = 0; index < page.length; index += 2) {
      alarms.set(page[index]!, Math.floor(Number(page[index + 1]) / scoreUnitsPerMs));
    }
  }
  const countdowns = await readCountdowns(redis);
  return { readUntil: Date.now(), alarms, countdowns };
}

async function readCountdowns(redis: Redis): Promise<Map<string, number>> {
  const countdowns = new Map<string, number>();
  const match = { match: countdownKey('*'), count: pageSize };
  for await (const keys of redis.scanStream(match) as AsyncIterable<string[]>) {
    const pipeline = redis.pipeline();
    for (const key of keys) pipeline.pttl(key);
    const replies = (await pipeline.exec()) ?? [];
    const now = Date.now();
    keys.forEach((key, index) => {
      const id = key.slice(countdownKey('').length);
      const remainingMs = Number(replies[index]?.[1]);
      // -2: it has expired since it was found. -1: it never expires, which is wrong.
      if (isOrderId(id) && remainingMs !== -2)
        countdowns.set(id, remainingMs < 0 ? Infinity : now + remainingMs);
    });
  }
  return countdowns;
}
