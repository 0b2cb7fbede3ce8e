import { isOrderId, placedAtMs } from '@order-countdown/shared/order/order-id';
import { Problem } from './problem.ts';

const dayMs = 24 * 60 * 60 * 1_000;

/**
 * Says of an order that is not found that it may have been deleted, if it would be old enough. It says so of each id with such a
 * time, whether or not there ever was an order.
 *
 * @param retentionDays undefined: no order is ever deleted
 */
export function orDeleted(
  problem: Problem,
  orderId: string | null,
  retentionDays: number | undefined,
): Problem {
  if (problem.code !== 'order_not_found' || retentionDays === undefined) return problem;
  if (orderId === null || !isOrderId(orderId)) return problem;
  if (placedAtMs(orderId) > Date.now() - retentionDays * dayMs) return problem;
  const deleted = `Orders are deleted ${retentionDays} days or more after they ended.`;
  return new Problem(problem.code, `${problem.message} ${deleted}`, problem.extras);
}
