import type { Shards } from '@order-countdown/shared/redis/shards';
import type { RedisView } from '@order-countdown/shared/orders/redis-view';
import type { AlarmResponse } from './order-contract.ts';

export function representAlarm(
  orderId: string,
  alarm: RedisView['alarm'],
  shards: Pick<Shards, 'of'>,
): AlarmResponse | null {
  if (!alarm) return null;
  const { state, dueAt } = alarm;
  const { queue } = shards.of(orderId);
  return { queue, jobId: orderId, dueAt: dueAt?.toISOString() ?? null, state };
}
