import { orderIdFromUuid } from '../order/order-id.ts';
import type { Order } from '../order/order.ts';
import type { Postgres } from '../platform/postgres.ts';
import { sourceOf, type OrderFilter, type OrderSource } from './list-filter.ts';
import { orderColumns, toOrder, type OrderRow } from './row.ts';

export interface OrderQuery extends Partial<OrderFilter> {
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
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const source = sourceOf(query, query.after, parameter);
  const select = query.limit > wholePage ? selectSome : selectAll;
  const rows = await postgres.query<ListedRow>(select(source, parameter(query.limit + 1)), values);
  const page = rows.filter(fitsOnPage).slice(0, query.limit);
  const last = page.at(-1);
  return {
    orders: page.map(toOrder),
    next: last && rows.length > page.length ? orderIdFromUuid(last.id) : null,
  };
}

const selectAll = ({ from, where, order }: OrderSource, limit: string) =>
  `select ${orderColumns('orders')} from ${from} ${where} order by ${order} limit ${limit}`;

/*
 * A page of 100 small orders costs Postgres 1.8 times as much as unmeasured. Each order is measured once, below the limit.
 * The first one that does not fit is read, to tell that there is one.
 */
const selectSome = ({ from, where, order, sort }: OrderSource, limit: string) => `
select ${orderColumns('listed')}, page_bytes
from (
  select *, sum(bytes) over (order by ${sort} rows unbounded preceding) as page_bytes
  from (select orders.*, ${jsonBytes} as bytes from ${from} ${where} order by ${order} limit ${limit}) as page
) as listed
where page_bytes - bytes <= ${maxPageBytes}
order by ${sort}`;

const fitsOnPage = ({ page_bytes: bytes = 0 }: ListedRow, index: number) =>
  index === 0 || bytes <= maxPageBytes;
