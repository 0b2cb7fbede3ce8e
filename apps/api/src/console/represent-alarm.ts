import { alarmQueueName } from '@order-countdown/shared/redis/alarm';
import type { RedisView } from '@order-countdown/shared/orders/redis-view';
import type { AlarmResponse } from './order-contract.ts';

export function representAlarm(orderId: string, alarm: RedisView['alarm']): AlarmResponse | null {
  if (!alarm) return null;
  const { state, dueAt } = alarm;
  return { queue: alarmQueueName, jobId: orderId, dueAt: dueAt?.toISOString() ?? null, state };
}
