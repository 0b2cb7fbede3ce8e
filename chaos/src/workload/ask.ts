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
