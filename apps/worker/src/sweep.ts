import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Orders } from '@order-countdown/shared/orders/orders';
import type { WorkMetrics } from './work-metrics.ts';

export interface SweepDependencies {
  orders: Pick<Orders, 'sweep'>;
  logger: Logger;
  metrics: Pick<WorkMetrics, 'swept' | 'sweepEnded'>;
  /** Told of all orders that were swept. */
  onSwept?: (ids: readonly string[]) => void;
}

export interface Sweep {
  /**
   * Cancels every overdue order that no alarm has cancelled. Needs only Postgres, so even without Redis an order
   * ends at most one interval after its deadline. A call while a sweep is under way shares it.
   */
  run: (signal: AbortSignal) => Promise<void>;
  /** Milliseconds since the ledger last answered a sweep, or since the start if it never has. */
  silentMs(): number;
}

/** Orders per statement. Small enough that row locks are held for tens of milliseconds, not for seconds. */
const maxBatchSize = 2_000;
const minBatchSize = 25;

/** Once a batch is full. Postgres works on each in a process of its own; more would leave the api none. */
const maxBatchesInFlight = 2;

export function createSweep({ orders, logger, metrics, onSwept }: SweepDependencies): Sweep {
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

  async function sweepAll(signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    let maxLatenessMs = 0;
    let count = 0;
    let mayBeMore = true;

    async function takeBatch(): Promise<void> {
      try {
        const { swept, isFull } = await sweepBatch();
        mayBeMore &&= isFull;
        count += swept.length;
        answeredAt = performance.now();
        metrics.swept(swept.length);
        for (const { latenessMs } of swept) maxLatenessMs = Math.max(maxLatenessMs, latenessMs);
        onSwept?.(swept.map(({ id }) => id));
      } catch (error) {
        mayBeMore = false;
        throw error;
      }
    }

    async function takeBatches(): Promise<void> {
      while (mayBeMore && !signal.aborted) await takeBatch();
    }

    try {
      await takeBatch();
      const lanes = await Promise.allSettled(Array.from({ length: maxBatchesInFlight }, takeBatches));
      for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
      if (count === 0) return;
      logger.info({ orders: count, maxLatenessMs: Math.round(maxLatenessMs) }, 'swept overdue orders');
    } finally {
      metrics.sweepEnded(performance.now() - startedAt);
    }
  }

  let running: Promise<void> | undefined;

  async function run(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    running ??= sweepAll(signal).finally(() => (running = undefined));
    return running;
  }

  return { run, silentMs: () => performance.now() - answeredAt };
}
