import type { Ledger } from '@order-countdown/shared/ledger';
import type { Logger } from '@order-countdown/shared/logger';

export interface SweepDependencies {
  ledger: Pick<Ledger, 'sweep'>;
  logger: Logger;
}

/** As many rows as one statement cancels: locks are held for tens of milliseconds, not for seconds. */
const batchSize = 2_000;

/**
 * Cancels every order that is overdue and was not woken. It needs Postgres alone, so an order ends
 * at its deadline, at most one interval late, whatever becomes of Redis.
 *
 * @returns how many orders it cancelled
 */
export async function sweep({ ledger, logger }: SweepDependencies): Promise<number> {
  let total = 0;
  let maxLatenessMs = 0;
  for (;;) {
    const swept = await ledger.sweep(batchSize);
    total += swept.length;
    for (const { latenessMs } of swept) maxLatenessMs = Math.max(maxLatenessMs, latenessMs);
    if (swept.length < batchSize) break;
  }
  if (total > 0)
    logger.info({ orders: total, maxLatenessMs: Math.round(maxLatenessMs) }, 'swept overdue orders');
  return total;
}
