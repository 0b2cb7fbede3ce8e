import { orderIdFromUuid, orderIdToUuid } from '../order/order-id.ts';
import type { Order, OrderStatus } from '../order/order.ts';
import type { Postgres } from '../platform/postgres.ts';
import { orderColumns, toOrder, type OrderRow } from './row.ts';

export interface OrderQuery {
  status: OrderStatus | null;
  customerId: string | null;
  /** 1 to 100. */
  limit: number;
  /** The id of the previous page's last order; null: start at the newest. */
  after: string | null;
}

export interface OrderPage {
  orders: Order[];
  /** `after` of the next page; null: this is the last page. */
  next: string | null;
}

/** A page of orders, newest first, read by index from where the previous page ended. */
export async function listOrders(postgres: Postgres, query: OrderQuery): Promise<OrderPage> {
  const values: unknown[] = [];
  const conditions: string[] = [];
  function where(condition: (parameter: string) => string, value: unknown): void {
    if (value !== null) conditions.push(condition(`$${values.push(value)}`));
  }
  where((parameter) => `customer_id = ${parameter}`, query.customerId);
  where((parameter) => `status = ${parameter}`, query.status);
  where((parameter) => `id < ${parameter}`, query.after && orderIdToUuid(query.after));

  const filter = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
  const limit = `$${values.push(query.limit + 1)}`;
  const rows = await postgres.query<OrderRow>(
    `select ${orderColumns('orders')} from orders ${filter} order by id desc limit ${limit}`,
    values,
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    orders: page.map(toOrder),
    next: rows.length > query.limit && last ? orderIdFromUuid(last.id) : null,
  };
}
