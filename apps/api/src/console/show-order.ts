import { viewInRedis } from '@order-countdown/shared/orders/redis-view';
import type { RoutedDelivery } from '@order-countdown/shared/webhooks/deliveries-of-order';
import type { Order } from '@order-countdown/shared/order/order';
import type { Payment } from '@order-countdown/shared/order/payment';
import { z } from 'zod';
import { callerOf, subjectOf, type Caller } from '../auth/caller.ts';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import { maxPageSize } from '../http/schemas.ts';
import { representRefund } from '../orders/refund-contract.ts';
import { orderNotFound } from '../orders/refusal.ts';
import { representAttempt, representEvent, representOrder } from '../orders/representation.ts';
import { encodeTimelineCursor, orderParams, timelineCursor } from '../orders/requests.ts';
import { representDelivery } from '../webhooks/representation.ts';
import type { ConsoleDependencies } from './dependencies.ts';
import { shownOrder as example } from './examples.ts';
import { shownOrderResponse, type ShownOrderResponse } from './order-contract.ts';
import { representAlarm } from './represent-alarm.ts';

export const showOrder = route({
  operationId: 'showOrder',
  method: 'get',
  path: '/admin/api/orders/{id}',
  tag: 'Console',
  summary: 'Get everything about an order',
  description:
    'The order with all that belongs to it, and whether Redis says the same of it as the ledger. It has a page of its events: ' +
    'the first 100, or with `cursor` those that follow.',
  need: 'backend',
  params: orderParams,
  query: z.strictObject({ cursor: timelineCursor.optional() }),
  successes: { 200: { description: 'The order.', content: json(shownOrderResponse, { Pending: example }) } },
  problems: ['order_not_found'],
  handle:
    (dependencies: ConsoleDependencies) =>
    ({ params: { id }, query: { cursor = 0 } }, response) => {
      const caller = callerOf(response);
      return dependencies.lists.send(response, subjectOf(caller), () =>
        show(dependencies, { id, after: cursor }, caller),
      );
    },
});

async function show(
  dependencies: ConsoleDependencies,
  { id, after }: { id: string; after: number },
  caller: Caller,
): Promise<ShownOrderResponse> {
  const { orders, ledger, endpoints } = dependencies;
  const [order, timeline, attempts, payments, refunds, deliveries] = await Promise.all([
    orders.read(id),
    orders.timelinePage({ id, after, limit: maxPageSize }),
    orders.attempts(id),
    ledger.console.payments(id),
    orders.listRefunds({ status: null, orderId: id, customerId: null, limit: maxPageSize, after: null }),
    endpoints.ofOrder(id),
  ]);
  if (!order) throw orderNotFound();
  const redis = await viewInRedis(dependencies, order, await changedAt(orders, order));
  return {
    order: representOrder(order),
    serverTime: order.asOf.toISOString(),
    events: {
      data: timeline.events.map((event) => representEvent(event, caller)),
      nextCursor: timeline.next === null ? null : encodeTimelineCursor(timeline.next),
    },
    attempts: attempts.map(representAttempt),
    payments: payments.map(representPayment),
    refunds: refunds.refunds.map(representRefund),
    deliveries: deliveries.map(representRouted),
    alarm: representAlarm(id, redis.alarm, dependencies.shards),
    redis: { state: redis.state, differences: redis.differences },
  };
}

/** When the order's latest event occurred. */
async function changedAt(
  orders: Pick<ConsoleDependencies['orders'], 'timelinePage'>,
  { id, version, createdAt }: Order,
): Promise<Date> {
  const { events } = await orders.timelinePage({ id, after: version - 1, limit: 1 });
  return events[0]?.occurredAt ?? createdAt;
}

const representPayment = ({ recordedAt, ...payment }: Payment) => ({
  ...payment,
  recordedAt: recordedAt.toISOString(),
});

const representRouted = ({ endpointId, endpointUrl, ...delivery }: RoutedDelivery) => ({
  ...representDelivery(delivery),
  endpointId,
  endpointUrl,
});
