import { orderIdPattern } from '@order-countdown/shared/order/order-id';
import type { Order } from '@order-countdown/shared/order/order';
import { isDeliveryId } from '@order-countdown/shared/webhooks/ids';
import type { ConsoleDependencies } from './dependencies.ts';

const maxFound = 20;

type Needed = Pick<ConsoleDependencies, 'orders' | 'ledger' | 'endpoints'>;

/** The orders that a text names: by an id, or by anything that people call an order by. Newest first, 20 at most. */
export async function searchOrders(dependencies: Needed, text: string): Promise<Order[]> {
  const sought = text.trim();
  const id = await orderIdOf(dependencies, sought);
  if (id === undefined) return named(dependencies, sought);
  const order = id === null ? null : await dependencies.orders.read(id);
  return order ? [order] : [];
}

/** Undefined: it is no id. Null: it is one of nothing that there is. */
async function orderIdOf({ ledger, endpoints }: Needed, text: string): Promise<string | null | undefined> {
  const id = text.toLowerCase();
  if (orderIdPattern.test(id)) return id;
  return isDeliveryId(id) ? endpoints.orderOf(id) : ledger.console.findOrderId(id);
}

async function named({ orders }: Needed, name: string): Promise<Order[]> {
  const pages = await Promise.all(
    [{ reference: name }, { paymentReference: name }, { customerId: name }].map((filter) =>
      orders.list({ ...filter, limit: maxFound, after: null }),
    ),
  );
  const found = new Map(pages.flatMap((page) => page.orders).map((order) => [order.id, order]));
  return [...found.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, maxFound);
}
