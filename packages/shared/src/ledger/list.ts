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

/** So many orders may have any size: the api takes none of more than 64 KiB. */
const wholePage = 20;

/** As JSON. A longer page ends before the order that would exceed this. */
const maxPageBytes = wholePage * 65_536;

/** SQL: how long an order is as JSON; the constant is more than all can take but items and metadata. */
const jsonBytes = 'octet_length(items::text) + octet_length(metadata::text) + 4000';

type ListedRow = OrderRow & { page_bytes?: number };

/**
 * A page of orders, newest first, read by index from where the previous page ended. With orders so large that they fill
 * a page of {@link maxPageBytes} it has fewer than `limit`; what does not fit is not read from Postgres.
 */
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
  const rows = await postgres.query<ListedRow>(
    (query.limit > wholePage ? selectSome : selectAll)(filter, limit),
    values,
  );
  const page = rows.filter(fitsOnPage).slice(0, query.limit);
  const last = page.at(-1);
  return {
    orders: page.map(toOrder),
    next: last && rows.length > page.length ? orderIdFromUuid(last.id) : null,
  };
}

const selectAll = (filter: string, limit: string) =>
  `select ${orderColumns('orders')} from orders ${filter} order by id desc limit ${limit}`;

/*
 * A page of 100 small orders costs Postgres 1.8 times as much as unmeasured. Each order is measured once, below the limit.
 * The first one that does not fit is read, to tell that there is one.
 */
const selectSome = (filter: string, limit: string) => `
select ${orderColumns('listed')}, page_bytes
from (
  select *, sum(bytes) over (order by id desc rows unbounded preceding) as page_bytes
  from (select *, ${jsonBytes} as bytes from orders ${filter} order by id desc limit ${limit}) as page
) as listed
where page_bytes - bytes <= ${maxPageBytes}
order by id desc`;

const fitsOnPage = ({ page_bytes: bytes = 0 }: ListedRow, index: number) =>
  index === 0 || bytes <= maxPageBytes;
