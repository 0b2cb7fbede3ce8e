import type { AlarmLayout } from '@order-countdown/shared/redis/layout';
import type { RedisView } from '@order-countdown/shared/orders/redis-view';
import type { AlarmResponse } from './order-contract.ts';

export function representAlarm(
  orderId: string,
  alarm: RedisView['alarm'],
  layout: Pick<AlarmLayout, 'shardOf'>,
): AlarmResponse | null {
  if (!alarm) return null;
  const { state, dueAt } = alarm;
  const { queue } = layout.shardOf(orderId);
  return { queue, jobId: orderId, dueAt: dueAt?.toISOString() ?? null, state };
}
