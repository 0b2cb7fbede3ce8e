import type { Clients } from './clients.ts';
import type { KnownOrder } from './known-orders.ts';

/** Starts a payment attempt, as a client that repeats the request until it knows of it. */
export async function startPayment(clients: Clients, order: KnownOrder): Promise<void> {
  const { sendUntilKnown, orders, name } = clients;
  const body = { provider: 'chaos', reference: name('attempt') };
  const path = `/v1/orders/${order.id}/payment-attempts`;
  const call = { operation: 'startPayment', orderId: order.id, path, body } as const;
  const { status, answer } = await sendUntilKnown(call);
  if (answer?.id !== undefined) {
    order.attemptIds.push(answer.id);
    const holdMs = Date.parse(answer.holdUntil ?? '') - Date.parse(answer.createdAt ?? '');
    // Past its own deadline an order is held for less, but then it is soon known to have ended.
    order.deadlineAt = Math.max(order.deadlineAt, performance.now() + (holdMs || 0));
  }
  if (status === 409 && answer?.code !== 'too_many_payment_attempts') orders.ended(order.id);
}

/** Fails one of the order's attempts, often one that has ended before. */
export async function failPayment(clients: Clients, order: KnownOrder): Promise<void> {
  const { sendUntilKnown, random, name } = clients;
  const attemptId = random.pick(order.attemptIds);
  if (!attemptId) return startPayment(clients, order);
  const path = `/v1/orders/${order.id}/payment-attempts/${attemptId}/fail`;
  const body = { reason: name('fail') };
  const sent = { ...body, attemptId };
  await sendUntilKnown({ operation: 'failPayment', orderId: order.id, path, body, sent });
}
