import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Orders } from '@order-countdown/shared/orders/orders';
import { inBatches } from '@order-countdown/shared/platform/batches';

export interface RemindDependencies {
  orders: Pick<Orders, 'remind'>;
  logger: Logger;
}

const batchSize = 1_000;

/**
 * Writes the reminders that are due. Like the sweep it needs Postgres alone. Reminders have no alarms: one may
 * come an interval late.
 */
export async function remind({ orders, logger }: RemindDependencies, signal: AbortSignal): Promise<void> {
  const count = await inBatches(batchSize, signal, async (limit) => (await orders.remind(limit)).length);
  if (count > 0) logger.info({ orders: count }, 'reminded of deadlines');
}
