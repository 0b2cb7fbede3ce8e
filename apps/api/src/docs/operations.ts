import type { Operation } from './operation.ts';
import { orderOperations } from './operations/orders.ts';
import { readingOperations } from './operations/order.ts';
import { serviceOperations } from './operations/service.ts';
import { settlingOperations } from './operations/settle.ts';
import { webhookOperations } from './operations/webhooks.ts';

/** The table of all that the API does, in the order in which one reads about it. */
export const operations: readonly Operation[] = [
  ...orderOperations,
  ...readingOperations,
  ...settlingOperations,
  ...webhookOperations,
  ...serviceOperations,
];
