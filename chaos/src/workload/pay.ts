import { setTimeout as sleep } from 'node:timers/promises';
import type { Clients } from './clients.ts';
import type { KnownOrder } from './known-orders.ts';

/** How far from the deadline a payment comes that races with it. */
const raceMs = 30;
/** Of the payments of orders with payment attempts, those that name one. */
const attemptShare = 0.7;
/** A client that waits for a deadline holds a place among the concurrent ones. */
const longestWaitMs = 5_000;

/** Pays an order, in one of the ways in which clients do. */
export async function pay(clients: Clients, order: KnownOrder): Promise<void> {
  const { random, signal } = clients;
  const way = random.weighted({ new: 70, again: 12, wrongAmount: 8, bare: 6, atDeadline: 14 });
  if (way === 'atDeadline') {
    const waitMs = order.deadlineAt - performance.now() + random.int(-raceMs, raceMs);
    if (waitMs > longestWaitMs) return payOnce(clients, order, newReference(clients));
    await sleep(Math.max(0, waitMs), null, { signal }).catch(() => undefined);
    return payOnce(clients, order, newReference(clients));
  }
  if (way === 'bare') return payOnce(clients, order, null);
  const reference = way === 'again' ? (order.lastReference ?? newReference(clients)) : newReference(clients);
  const amount = way === 'wrongAmount' ? order.amount + 1 : order.amount;
  return payOnce(clients, order, reference, amount);
}

const newReference = ({ name }: Clients) => name('pay');

async function payOnce(
  { sendUntilKnown, orders, random }: Clients,
  order: KnownOrder,
  reference: string | null,
  amount: number | null = null,
): Promise<void> {
  if (reference !== null) order.lastReference = reference;
  const attemptId = random.chance(attemptShare) ? random.pick(order.attemptIds) : null;
  const body = {
    ...(reference !== null && { paymentReference: reference }),
    ...(amount !== null && { amount }),
    ...(attemptId !== null && { attemptId }),
  };
  const path = `/v1/orders/${order.id}/pay`;
  const { status } = await sendUntilKnown({ operation: 'pay', orderId: order.id, path, body });
  if (status === 200 || status === 409) orders.ended(order.id);
}
