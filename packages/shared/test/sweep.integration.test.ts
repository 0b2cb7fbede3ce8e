import { afterEach, beforeEach, expect, test } from 'vitest';
import { stopAutovacuum } from '../../../test/support/fill-tables.ts';
import { insertOrders, tally } from '../../../test/support/ledger.ts';
import { plansOf, sequentialScans } from '../../../test/support/query-plans.ts';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { sweepOrders } from '../src/ledger/expire.ts';
import { orderIdToUuid } from '../src/order/order-id.ts';
import { actor, createLedgerContext, type LedgerContext } from './support/ledger-context.ts';
import { payOrders } from './support/decide.ts';

let ledger: LedgerContext;

// Each test has its own database: a sweep takes every overdue order.
beforeEach(async () => {
  ledger = await createLedgerContext();
});
afterEach(() => ledger.close());

const idsOf = (orders: readonly { id: string }[]) => orders.map(({ id }) => id).toSorted();
const sweep = async (limit: number) => idsOf(await sweepOrders(ledger.postgres, limit));

async function sweepUntilNothingIsFound(): Promise<string[]> {
  const swept: string[] = [];
  for (let found = await sweep(70); found.length > 0; found = await sweep(70)) swept.push(...found);
  return swept;
}

test('a sweep takes the most overdue orders first, up to its limit', async () => {
  const ids = await ledger.placeMany(5);
  // The order placed last is the most overdue.
  for (const [index, id] of ids.entries()) await ledger.makeOverdue([id], (index + 1) * 10_000);
  expect(await sweep(2)).toEqual(ids.slice(3));
  expect(await sweep(2)).toEqual(ids.slice(1, 3));
  expect(await sweep(2)).toEqual(ids.slice(0, 1));
  expect(await sweep(2)).toEqual([]);
});

test('a sweep cancels an order as expired, writes its event and reports how late it was', async () => {
  const { id } = await ledger.place();
  await ledger.makeOverdue([id], 60_000);
  const [swept] = await sweepOrders(ledger.postgres, 10);
  expect(swept?.latenessMs).toBeGreaterThanOrEqual(60_000);
  expect(swept?.latenessMs).toBeLessThan(70_000);
  expect(await ledger.read(id)).toMatchObject({ status: 'cancelled', cancelReason: 'expired', version: 2 });
  const { rows } = await ledger.context.postgres.query(
    `select sequence, type, data from order_events where order_id = $1 and sequence > 1`,
    [orderIdToUuid(id)],
  );
  expect(rows).toEqual([{ sequence: 2, type: 'order.cancelled', data: { reason: 'expired', note: null } }]);
});

test('a sweep leaves running and settled orders alone', async () => {
  const [running, paid, cancelled, due] = (await ledger.placeMany(4)) as [string, string, string, string];
  await payOrders(ledger.postgres, [{ actor, id: paid, paymentReference: null, amount: null }]);
  await cancelOrders(ledger.postgres, [{ actor, id: cancelled, by: 'customer', note: null }]);
  await ledger.makeOverdue([paid, cancelled, due]);
  expect(await sweep(100)).toEqual([due]);
  expect(await ledger.read(running)).toMatchObject({ status: 'pending', version: 1 });
  expect(await ledger.read(paid)).toMatchObject({ status: 'paid', version: 2 });
  expect(await ledger.read(cancelled)).toMatchObject({ cancelReason: 'customer', version: 2 });
});

test('a sweep skips an order that another transaction has locked, and takes it in a later run', async () => {
  const [held, free] = (await ledger.placeMany(2)) as [string, string];
  await ledger.makeOverdue([held], 20_000);
  await ledger.makeOverdue([free], 10_000);
  const client = await ledger.context.postgres.connect();
  try {
    await client.query('begin');
    await client.query('select from orders where id = $1 for update', [orderIdToUuid(held)]);
    expect(await sweep(1)).toEqual([free]);
    expect(await sweep(1)).toEqual([]);
    await client.query('commit');
    expect(await sweep(1)).toEqual([held]);
  } finally {
    client.release(true);
  }
});

test('concurrent sweeps cancel every order once', async () => {
  const count = 2_000;
  for (let placed = 0; placed < count; placed += 500) await ledger.makeOverdue(await ledger.placeMany(500));
  const swept = (await Promise.all(Array.from({ length: 8 }, sweepUntilNothingIsFound))).flat();

  expect(swept).toHaveLength(count);
  expect(new Set(swept).size).toBe(count);
  expect(await tally(ledger.context)).toEqual([{ status: 'cancelled', orders: count, finalEvents: count }]);
});

test('a sweep scans no table, however small the table is beside its batch', async () => {
  await insertOrders(ledger.context, { count: 20_000, status: 'pending', windowSeconds: -1 });
  await ledger.context.postgres.query('analyze orders');
  const plans = await plansOf(ledger.postgres, (postgres) => sweepOrders(postgres, 2_000));
  expect(sequentialScans(plans)).toEqual([]);
});

test.each(['lock_overdue_orders', 'lock_orders_to_remind'])(
  'of a herd that the planner does not expect, %s reads a batch, and not all of it for each',
  async (name) => {
    const { postgres } = ledger.context;
    await stopAutovacuum(postgres, ['orders']);
    await insertOrders(ledger.context, { count: 5_000, status: 'paid', windowSeconds: -1 });
    await postgres.query('analyze orders');
    const windowSeconds = name === 'lock_overdue_orders' ? -1 : 60;
    await insertOrders(ledger.context, {
      count: 5_000,
      status: 'pending',
      windowSeconds,
      reminderSeconds: -2,
    });
    const client = await postgres.connect();
    try {
      const blocks: number[] = [];
      for (let times = 0; times < 2; times += 1) {
        const { rows } = await client.query(
          `explain (analyze, buffers, format json) select * from ${name}(10)`,
        );
        blocks.push(rows[0]['QUERY PLAN'][0].Plan['Shared Hit Blocks']);
      }
      expect(blocks[1]).toBeLessThan(60);
    } finally {
      client.release();
    }
  },
);
