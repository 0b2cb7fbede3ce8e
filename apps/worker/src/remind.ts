import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Orders } from '@order-countdown/shared/orders/orders';
import { inBatches } from '@order-countdown/shared/platform/batches';

export interface RemindDependencies {
  orders: Pick<Orders, 'remind'>;
  logger: Logger;
}

const batchSize = 1_000;

/** Writes reminders that are due. Needs only Postgres. Reminders have no alarms, so each may be one interval late. */
export async function remind({ orders, logger }: RemindDependencies, signal: AbortSignal): Promise<void> {
  const count = await inBatches(batchSize, signal, async (limit) => (await orders.remind(limit)).length);
  if (count > 0) logger.info({ orders: count }, 'wrote payment reminders');
}
