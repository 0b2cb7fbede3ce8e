import type { Changes } from '@order-countdown/shared/changes';
import type { Ledger } from '@order-countdown/shared/ledger';
import type { Logger } from '@order-countdown/shared/logger';
import type { DecisionObserver } from '@order-countdown/shared/metrics/measured';
import type { WorkMetrics } from '@order-countdown/shared/metrics/work';

export interface SweepDependencies {
  ledger: Pick<Ledger, 'sweep'>;
  changes: Changes;
  logger: Logger;
  metrics: Pick<WorkMetrics, 'cancelledLate' | 'swept' | 'sweepEnded'>;
  decisions: DecisionObserver;
}

export interface Sweep {
  /**
   * Cancels every order that is overdue and was not woken. It needs Postgres alone, so an order ends
   * at its deadline, at most one interval late, whatever becomes of Redis.
   *
   * @returns how many orders it cancelled
   */
  run(): Promise<number>;
  /** How long the ledger has not answered it, in milliseconds; from the start where it never has. */
  silentMs(): number;
}

/** As many rows as one statement cancels: locks are held for tens of milliseconds, not for seconds. */
const batchSize = 2_000;

export function createSweep({ ledger, changes, logger, metrics, decisions }: SweepDependencies): Sweep {
  let answeredAt = performance.now();

  async function cancelBatch() {
    const swept = await ledger.sweep(batchSize);
    answeredAt = performance.now();
    metrics.swept(swept.length);
    // Not waited for: the next batch matters more than who watches this one.
    for (const { id } of swept) void changes.announce(id);
    for (const { latenessMs } of swept) metrics.cancelledLate('sweep', latenessMs);
    if (swept.length > 0) decisions.decided({ command: 'sweep', outcome: 'expired', count: swept.length });
    return swept;
  }

  async function run() {
    const startedAt = performance.now();
    let orders = 0;
    let maxLatenessMs = 0;
    try {
      for (;;) {
        const swept = await cancelBatch();
        orders += swept.length;
        for (const { latenessMs } of swept) maxLatenessMs = Math.max(maxLatenessMs, latenessMs);
        if (swept.length < batchSize) break;
      }
    } finally {
      metrics.sweepEnded(performance.now() - startedAt);
    }
    if (orders > 0) logger.info({ orders, maxLatenessMs: Math.round(maxLatenessMs) }, 'swept overdue orders');
    return orders;
  }

  return { run, silentMs: () => performance.now() - answeredAt };
}
