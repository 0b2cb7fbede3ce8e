import type { Order } from '@order-countdown/shared/order/order';
import { callerOf, subjectOf } from '../auth/caller.ts';
import { route } from '../http/route.ts';
import { maxPageSize } from '../http/schemas.ts';
import { toFilter } from '../orders/list-query.ts';
import { representOrder } from '../orders/representation.ts';
import { csvLine } from './csv.ts';
import type { ConsoleDependencies } from './dependencies.ts';
import { exportOrdersQuery, type OrdersAsked } from './list-query.ts';
import { searchOrders } from './search.ts';

const maxRows = 10_000;

export const exportOrders = route({
  operationId: 'exportOrders',
  method: 'get',
  path: '/admin/api/orders.csv',
  tag: 'Console',
  summary: 'Export orders as CSV',
  description: `The orders that \`GET /admin/api/orders\` lists, newest first, ${maxRows} at most. Amounts are in minor units.`,
  need: 'backend',
  query: exportOrdersQuery,
  successes: { 200: { description: 'A header, then a line for each order.', content: { 'text/csv': {} } } },
  problems: [],
  handle:
    (dependencies: ConsoleDependencies) =>
    ({ query }, response) => {
      const parts = lines(dependencies, query, () => response.set(headers()));
      return dependencies.lists.sendParts(response, subjectOf(callerOf(response)), parts);
    },
});

const headers = () => ({
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': `attachment; filename="orders-${new Date().toISOString().slice(0, 10)}.csv"`,
});

const columns = [
  'id',
  'reference',
  'customerId',
  'status',
  'amount',
  'currency',
  'createdAt',
  'payBy',
  'expiresAt',
  'paidAt',
  'cancelledAt',
  'cancelReason',
  'refundDueAmount',
] as const;

/**
 * A page of orders is in memory at a time.
 *
 * @param begin is called once there is one: until then the answer may become a problem
 */
async function* lines(
  dependencies: ConsoleDependencies,
  asked: OrdersAsked,
  begin: () => void,
): AsyncGenerator<string> {
  let header = csvLine(columns);
  for await (const orders of pages(dependencies, asked)) {
    if (header !== '') begin();
    yield header + orders.map(toLine).join('');
    header = '';
  }
}

function toLine(order: Order): string {
  const told = representOrder(order);
  return csvLine(columns.map((column) => told[column]));
}

async function* pages(
  dependencies: ConsoleDependencies,
  { q, ...filters }: OrdersAsked,
): AsyncGenerator<readonly Order[]> {
  if (q !== undefined) {
    yield await searchOrders(dependencies, q);
    return;
  }
  let rows = 0;
  let after: string | null = null;
  do {
    const limit: number = Math.min(maxPageSize, maxRows - rows);
    const page = await dependencies.orders.list({ ...toFilter(filters), limit, after });
    yield page.orders;
    rows += page.orders.length;
    after = page.next;
  } while (after !== null && rows < maxRows);
}
