import { keepReasons, type OldMonth } from '@order-countdown/shared/ledger/retention';
import { Gauge, type Registry } from 'prom-client';

export interface RetentionMetrics {
  /**
   * @param months those whose time has come, and are still there
   * @param oldestMs milliseconds since the end of the oldest month that is kept
   */
  kept(months: readonly OldMonth[], oldestMs: number): void;
}

/** What `RETENTION_DAYS` has left. Without it there are no such metrics. */
export function retentionMetrics(registry: Registry): RetentionMetrics {
  const registers = [registry];
  const blocked = new Gauge({
    name: 'order_countdown_retention_blocked',
    help: 'Orders for which a month is kept whose time has come, by reason, counted every hour up to 10000 a month.',
    labelNames: ['reason'],
    registers,
  });
  const oldest = new Gauge({
    name: 'order_countdown_retention_oldest_seconds',
    help: 'Time since the end of the oldest month of orders that is kept, measured every hour; negative: it has not ended.',
    registers,
  });
  // Absent until they are first counted, because 0 would be wrong.
  oldest.remove();

  return {
    kept(months, oldestMs) {
      for (const reason of keepReasons) {
        const orders = months.reduce((sum, { kept }) => sum + (kept[reason] ?? 0), 0);
        blocked.set({ reason }, orders);
      }
      oldest.set(oldestMs / 1_000);
    },
  };
}
