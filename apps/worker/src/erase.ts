import { inBatches } from '@order-countdown/shared/platform/batches';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Erasure } from '@order-countdown/shared/orders/erasure';

export interface EraseDependencies {
  erasure: Pick<Erasure, 'eraseDue' | 'eraseLate'>;
  logger: Logger;
}

const batchSize = 500;

/** Erases orders of customers who were to be forgotten while the orders were pending. Needs Postgres alone. */
export async function erase({ erasure, logger }: EraseDependencies, signal: AbortSignal): Promise<void> {
  const count = await inBatches(batchSize, signal, erasure.eraseDue);
  if (!signal.aborted) await erasure.eraseLate();
  if (count > 0) logger.info({ orders: count }, 'erased orders of forgotten customers');
}
