import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Orders } from '@order-countdown/shared/orders/orders';
import { inBatches } from '@order-countdown/shared/platform/batches';
import type { WorkMetrics } from './work-metrics.ts';

export interface SweepDependencies {
  orders: Pick<Orders, 'sweep'>;
  logger: Logger;
  metrics: Pick<WorkMetrics, 'swept' | 'sweepEnded'>;
}

export interface Sweep {
  /**
   * Cancels every overdue order that no alarm has cancelled. Needs only Postgres, so even without Redis an order
   * ends at most one interval after its deadline.
   */
  run: (signal: AbortSignal) => Promise<void>;
  /** Milliseconds since the ledger last answered a sweep, or since the start if it never has. */
  silentMs(): number;
}

/** Orders per statement. Small enough that row locks are held for tens of milliseconds, not for seconds. */
const batchSize = 2_000;

export function createSweep({ orders, logger, metrics }: SweepDependencies): Sweep {
  let answeredAt = performance.now();

  async function run(signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    let maxLatenessMs = 0;
    try {
      const count = await inBatches(batchSize, signal, async (limit) => {
        const swept = await orders.sweep(limit);
        answeredAt = performance.now();
        metrics.swept(swept.length);
        for (const { latenessMs } of swept) maxLatenessMs = Math.max(maxLatenessMs, latenessMs);
        return swept.length;
      });
      if (count === 0) return;
      logger.info({ orders: count, maxLatenessMs: Math.round(maxLatenessMs) }, 'swept overdue orders');
    } finally {
      metrics.sweepEnded(performance.now() - startedAt);
    }
  }

  return { run, silentMs: () => performance.now() - answeredAt };
}
