import type { Clients } from './clients.ts';
import type { KnownOrder } from './known-orders.ts';

/** The other commands, and the questions. */

export async function cancel({ sendUntilKnown, orders, name }: Clients, { id }: KnownOrder): Promise<void> {
  const body = { reason: name('cancel') };
  const path = `/v1/orders/${id}/cancel`;
  const { status } = await sendUntilKnown({ operation: 'cancel', orderId: id, path, body });
  if (status === 200 || status === 409) orders.ended(id);
}

/** Never repeated: each extension counts. */
export async function extend({ send, random }: Clients, order: KnownOrder): Promise<void> {
  const seconds = random.int(1, 5);
  const path = `/v1/orders/${order.id}/extend`;
  const { status } = await send({ operation: 'extend', orderId: order.id, path, body: { seconds } });
  if (status === 200) order.deadlineAt += seconds * 1_000;
}

/** Asks for a change of what the order is about. Its reference is like no other's, so that its event can be told. */
export async function update(
  { sendUntilKnown, orders, random, name }: Clients,
  order: KnownOrder,
): Promise<void> {
  const [quantity, unitAmount] = [random.int(1, 3), random.int(100, 9_999)];
  const amount = quantity * unitAmount;
  const body = {
    reference: name('update'),
    ...(random.chance(0.5) && { metadata: { gift: random.chance(0.5) } }),
    ...(random.chance(0.3) && { amount, items: [{ sku: `sku-${unitAmount}`, quantity, unitAmount }] }),
  };
  const call = {
    operation: 'update',
    orderId: order.id,
    path: `/v1/orders/${order.id}`,
    method: 'PATCH',
    body,
  } as const;
  const { status, answer } = await sendUntilKnown(call);
  if (status === 200 && 'amount' in body) order.amount = amount;
  if (status === 409 && answer?.code !== 'payment_in_progress') orders.ended(order.id);
}

/** Each counts, so it has a key with which it may be repeated. */
export async function advance({ sendUntilKnown, random, name }: Clients, order: KnownOrder): Promise<void> {
  const seconds = random.int(1, 5);
  const path = `/v1/test/orders/${order.id}/advance`;
  const call = {
    operation: 'advance',
    orderId: order.id,
    path,
    body: { seconds },
    key: name('advance'),
  } as const;
  const { status } = await sendUntilKnown(call);
  if (status === 200) order.deadlineAt -= seconds * 1_000;
}

/** Has the order's customer forgotten, with all the customer's orders. */
export async function erase({ sendUntilKnown }: Clients, { customerId }: KnownOrder): Promise<void> {
  const path = `/v1/customers/${customerId}/erase`;
  await sendUntilKnown({ operation: 'erase', path, method: 'POST', sent: { customerId } });
}

export async function read({ send }: Clients, { id }: KnownOrder): Promise<void> {
  await send({ operation: 'read', orderId: id, path: `/v1/orders/${id}` });
}

export async function countdown({ send }: Clients, { id }: KnownOrder): Promise<void> {
  await send({ operation: 'countdown', orderId: id, path: `/v1/orders/${id}/countdown` });
}

export async function events({ send }: Clients, { id }: KnownOrder): Promise<void> {
  await send({ operation: 'events', orderId: id, path: `/v1/orders/${id}/events` });
}

export async function list({ send, random }: Clients, { customerId }: KnownOrder): Promise<void> {
  const sent = random.weighted<'customer' | 'pending' | 'newest'>({ customer: 3, pending: 1, newest: 1 });
  const query: Record<string, string> = {
    customer: { customerId, limit: '100' },
    pending: { status: 'pending', limit: '20' },
    newest: { limit: '20' },
  }[sent];
  await send({ operation: 'list', path: `/v1/orders?${new URLSearchParams(query).toString()}`, sent: query });
}
