import type { Order } from '@order-countdown/shared/order/order';
import { callerOf, subjectOf } from '../auth/caller.ts';
import { route } from '../http/route.ts';
import { maxPageSize } from '../http/schemas.ts';
import { toFilter } from '../orders/list-query.ts';
import { representOrder } from '../orders/representation.ts';
import { csvLine } from './csv.ts';
import type { ConsoleDependencies } from './dependencies.ts';
import { createExportSlots } from './export-slots.ts';
import { exportOrdersQuery, type OrdersAsked } from './list-query.ts';
import { searchOrders } from './search.ts';

const maxRows = 10_000;

export const exportOrders = route({
  operationId: 'exportOrders',
  method: 'get',
  path: '/admin/api/orders.csv',
  tag: 'Console',
  summary: 'Export orders as CSV',
  description:
    `The orders that \`GET /admin/api/orders\` lists, newest first, ${maxRows} at most: if there are more, the last line says so. ` +
    'Amounts are in minor units. A process makes two exports at a time.',
  need: 'backend',
  query: exportOrdersQuery,
  successes: { 200: { description: 'A header, then a line for each order.', content: { 'text/csv': {} } } },
  problems: [],
  handle(dependencies: ConsoleDependencies) {
    const inSlot = createExportSlots();
    return ({ query }, response) =>
      inSlot(response, () => {
        const parts = lines(dependencies, query, () => response.set(headers()));
        return dependencies.lists.sendParts(response, subjectOf(callerOf(response)), parts);
      });
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

/** As many cells as the others have, so that every program reads it, and whoever scrolls to the end sees it. */
const moreLine = csvLine([
  `There are more orders than these ${maxRows}. Choose a shorter time or another filter.`,
  ...columns.slice(1).map(() => null),
]);

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
  for await (const { orders, isCut } of pages(dependencies, asked)) {
    if (header !== '') begin();
    yield header + orders.map(toLine).join('') + (isCut ? moreLine : '');
    header = '';
  }
}

function toLine(order: Order): string {
  const told = representOrder(order);
  return csvLine(columns.map((column) => told[column]));
}

interface Page {
  orders: readonly Order[];
  /** It is the last one, and there are more orders. */
  isCut: boolean;
}

async function* pages(
  dependencies: ConsoleDependencies,
  { q, ...filters }: OrdersAsked,
): AsyncGenerator<Page> {
  if (q !== undefined) {
    yield { orders: await searchOrders(dependencies, q), isCut: false };
    return;
  }
  let rows = 0;
  let after: string | null = null;
  do {
    const limit: number = Math.min(maxPageSize, maxRows - rows);
    const page = await dependencies.orders.list({ ...toFilter(filters), limit, after });
    rows += page.orders.length;
    after = page.next;
    yield { orders: page.orders, isCut: after !== null && rows >= maxRows };
  } while (after !== null && rows < maxRows);
}
