import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Orders } from '@order-countdown/shared/orders/orders';
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
const maxBatchSize = 2_000;
const minBatchSize = 25;

export function createSweep({ orders, logger, metrics }: SweepDependencies): Sweep {
  let answeredAt = performance.now();
  let batchSize = maxBatchSize;

  /** A batch that ran into the time limit would do so again, so the next one is half as large. */
  async function sweepBatch() {
    try {
      const swept = await orders.sweep(batchSize);
      const isFull = swept.length >= batchSize;
      batchSize = Math.min(maxBatchSize, 2 * batchSize);
      return { swept, isFull };
    } catch (error) {
      batchSize = Math.max(minBatchSize, Math.floor(batchSize / 2));
      throw error;
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    let maxLatenessMs = 0;
    try {
      let count = 0;
      for (let mayBeMore = true; mayBeMore && !signal.aborted;) {
        const { swept, isFull } = await sweepBatch();
        mayBeMore = isFull;
        count += swept.length;
        answeredAt = performance.now();
        metrics.swept(swept.length);
        for (const { latenessMs } of swept) maxLatenessMs = Math.max(maxLatenessMs, latenessMs);
      }
      if (count === 0) return;
      logger.info({ orders: count, maxLatenessMs: Math.round(maxLatenessMs) }, 'swept overdue orders');
    } finally {
      metrics.sweepEnded(performance.now() - startedAt);
    }
  }

  return { run, silentMs: () => performance.now() - answeredAt };
}
