import { orderIdToUuid } from '../order/order-id.ts';
import type { OrderStatus } from '../order/order.ts';

/** Which orders to list. Null, or left out of a query: any. */
export interface OrderFilter {
  status: OrderStatus | null;
  customerId: string | null;
  /** The shop's own number for the order. */
  reference: string | null;
  /** Of a payment of the order, whether it was kept or refused. */
  paymentReference: string | null;
  /** Orders that were placed later than this. */
  createdAfter: Date | null;
  /** Orders that were placed earlier than this. */
  createdBefore: Date | null;
  /** Deadlines later than this; only with the status `pending`. */
  expiresAfter: Date | null;
  /** Deadlines earlier than this; only with the status `pending`. */
  expiresBefore: Date | null;
  /** Only orders with a refund that is due. */
  isRefundDue: boolean;
}

const anyOrder: OrderFilter = {
  status: null,
  customerId: null,
  reference: null,
  paymentReference: null,
  createdAfter: null,
  createdBefore: null,
  expiresAfter: null,
  expiresBefore: null,
  isRefundDue: false,
};

/** The parts of a statement that selects from `orders`. */
export interface OrderSource {
  from: string;
  where: string;
  /** What `from` is sorted by. */
  order: string;
  /** The same, of the orders alone. */
  sort: string;
}

/**
 * Selects orders, newest first.
 *
 * @param after the id of the last order before the page; null: from the newest on
 * @param parameter adds a value, and returns what stands for it
 */
export function sourceOf(
  query: Partial<OrderFilter>,
  after: string | null,
  parameter: (value: unknown) => string,
): OrderSource {
  const filter = { ...anyOrder, ...query };
  if (isOfFew(filter)) return byId(filter, after, parameter);
  if (filter.expiresAfter || filter.expiresBefore) return byDeadline(filter, after, parameter);
  if (filter.status !== null) return byStatus({ ...filter, status: filter.status }, after, parameter);
  const isByCreation = (filter.createdAfter ?? filter.createdBefore) !== null;
  return isByCreation ? byCreation(filter, after, parameter) : byId(filter, after, parameter);
}

/** Few enough to look at each. */
const isOfFew = ({ customerId, reference, paymentReference, isRefundDue }: OrderFilter) =>
  isRefundDue || [customerId, reference, paymentReference].some((each) => each !== null);

function byId(filter: OrderFilter, after: string | null, parameter: (value: unknown) => string): OrderSource {
  const conditions = conditionsOf(filter, after, parameter);
  return {
    from: 'orders',
    where: conditions.length > 0 ? `where ${conditions.join(' and ')}` : '',
    order: 'id desc',
    sort: 'id desc',
  };
}

/** Of one status, whose index has them by their creation. The newest orders are pending: to find others by id alone would pass all of those. */
function byStatus(
  { status, createdAfter, createdBefore }: OrderFilter & { status: OrderStatus },
  after: string | null,
  parameter: (value: unknown) => string,
): OrderSource {
  const conditions = conditionsOf({ ...anyOrder, status, createdAfter, createdBefore }, null, parameter);
  if (after !== null) conditions.push(isBefore('created_at', 'id', parameter(orderIdToUuid(after))));
  const order = 'created_at desc, id desc';
  return { from: 'orders', where: `where ${conditions.join(' and ')}`, order, sort: order };
}

/** SQL: whether a row comes after the order `id` in a list, newest first. */
function isBefore(createdAtColumn: string, idColumn: string, id: string): string {
  const createdAt = `(select created_at from orders where id = ${id})`;
  return `${createdAtColumn} <= ${createdAt} and (${createdAtColumn}, ${idColumn}) < (${createdAt}, ${id})`;
}

/**
 * All orders that are due in the time are found by the index of pending ones, and sorted. Without `offset` the planner might
 * go through all pending orders by id: it does not know that those which are due soon are the oldest.
 */
function byDeadline(
  filter: OrderFilter,
  after: string | null,
  parameter: (value: unknown) => string,
): OrderSource {
  return {
    from: `(select id from orders where ${conditionsOf(filter, after, parameter).join(' and ')} offset 0) as due,
      lateral (select * from orders where id = due.id limit 1) as orders`,
    where: '',
    order: 'due.id desc',
    sort: 'id desc',
  };
}

/**
 * Orders of a time are found through their first events, which have the time of their creation, and sorted by that. Their ids
 * begin with about that time too, but by the clock of the process that made them.
 */
function byCreation(
  { createdAfter, createdBefore }: OrderFilter,
  after: string | null,
  parameter: (value: unknown) => string,
): OrderSource {
  const conditions = ['placed.sequence = 1'];
  if (createdAfter) conditions.push(`placed.occurred_at > ${parameter(createdAfter)}`);
  if (createdBefore) conditions.push(`placed.occurred_at < ${parameter(createdBefore)}`);
  if (after !== null) {
    conditions.push(isBefore('placed.occurred_at', 'placed.order_id', parameter(orderIdToUuid(after))));
  }
  return {
    // The limit makes Postgres look up each order by index.
    from: `order_events as placed, lateral (
      select * from orders where id = placed.order_id limit 1) as orders`,
    where: `where ${conditions.join(' and ')}`,
    order: 'placed.occurred_at desc, placed.order_id desc',
    sort: 'created_at desc, id desc',
  };
}

function conditionsOf(
  filter: OrderFilter,
  after: string | null,
  parameter: (value: unknown) => string,
): string[] {
  const conditions: string[] = [];
  function where(value: unknown, condition: (parameter: string) => string): void {
    if (value !== null) conditions.push(condition(parameter(value)));
  }
  where(filter.customerId, (value) => `customer_id = ${value}`);
  where(filter.status, (value) => `status = ${value}`);
  where(filter.reference, (value) => `reference = ${value}`);
  // As an array, so that its orders are looked up.
  where(
    filter.paymentReference,
    (value) => `id = any (array(select order_id from payments where reference = ${value}))`,
  );
  where(filter.createdAfter, (value) => `created_at > ${value}`);
  where(filter.createdBefore, (value) => `created_at < ${value}`);
  where(filter.expiresAfter, (value) => `expires_at > ${value}`);
  where(filter.expiresBefore, (value) => `expires_at < ${value}`);
  if (filter.isRefundDue) conditions.push('refund_due_amount > 0');
  where(after && orderIdToUuid(after), (value) => `id < ${value}`);
  return conditions;
}
