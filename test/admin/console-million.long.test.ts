import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConsoleReads } from '@order-countdown/shared/ledger/console';
import { maxEventsRead } from '@order-countdown/shared/ledger/ended-orders';
import type { Postgres } from '@order-countdown/shared/platform/postgres';
import { messageId } from '@order-countdown/shared/webhooks/message';
import { fillBusyLedger } from '../support/busy-shop.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { operatorCredentials, signIn, type SignedIn } from '../support/operator.ts';
import { openPostgres } from '../support/postgres.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { plansOf, rowsRead, sequentialScans } from '../support/query-plans.ts';
import { until } from '../support/until.ts';

const orderCount = 1_000_000;
const pending = orderCount / 5;

let context: TestContext;
let postgres: Postgres;
let api: RunningProcess;
let operator: SignedIn;

beforeAll(async () => {
  context = await createTestContext();
  await fillBusyLedger(context.postgres, orderCount);
  postgres = openPostgres(context.databaseUrl);
  api = await startApi(context);
  operator = await signIn(api.url, operatorCredentials);
}, 400_000);

afterAll(async () => {
  await api.end();
  await postgres.close();
  await context.close();
});

const minute = (agoMinutes: number) => new Date((Math.floor(Date.now() / 60_000) - agoMinutes) * 60_000);

describe('what the overview asks, in a ledger of a million orders', () => {
  type Reads = ReturnType<typeof createConsoleReads>;
  const asked: [name: string, run: (reads: Reads) => Promise<unknown>, most: number][] = [
    ['the pending orders by minute', (reads) => reads.runningOrders(), pending * 1.01],
    ['the orders that ended', (reads) => reads.endedOrders(minute(59), minute(-1)), maxEventsRead],
    ['the lateness', (reads) => reads.lateness(), 10_000],
    ['what is owed', (reads) => reads.refundSums(), 10_000],
  ];

  test.each(asked)('%s is read by index', async (_name, run, most) => {
    const plans = await plansOf(postgres, (explained) => run(createConsoleReads(explained)), 'analyze');
    expect(sequentialScans(plans)).toEqual([]);
    expect(rowsRead(plans)).toBeLessThanOrEqual(most);
  });

  test('the order of an event is found without reading all events', async () => {
    const { rows } = await context.postgres.query<{ event_id: string }>(
      'select event_id from order_events where order_id in (select id from orders order by id limit 1)',
    );
    const scans = async () => {
      const counted = await context.postgres.query<{ byIndex: number; all: number }>(
        `select pg_stat_get_numscans('order_events_by_event_id'::regclass)::int as "byIndex",
                pg_stat_get_numscans('order_events'::regclass)::int as all`,
      );
      return counted.rows[0]!;
    };
    const before = await scans();
    const id = messageId({ eventId: rows[0]!.event_id, orderId: null, sequence: null }, '');
    expect(await createConsoleReads(postgres).findOrderId(id)).toMatch(/^ord_/);
    const after = await until(async () => {
      const now = await scans();
      return now.byIndex > before.byIndex ? now : null;
    });
    expect(after.all).toBe(before.all);
  });
});

test('the console shows a million orders', async () => {
  const times: string[] = [];
  async function read(path: string) {
    const startedAt = performance.now();
    const { status, body } = await operator.get(`/admin/api${path}`);
    times.push(`${path} ${Math.round(performance.now() - startedAt)} ms`);
    expect(status).toBe(200);
    return body;
  }
  const first = await read('/overview');
  // No worker runs, so those that are due since the ledger was filled are overdue.
  expect(Math.abs(first.orders.pending - pending)).toBeLessThan(100);
  expect(first.refundsDue.sums[0].orders).toBe(orderCount * 0.0008);
  const hourBegan = performance.now();
  await until(async () => {
    const { endedPerMinute } = await read('/overview');
    return endedPerMinute.every(({ paid }: { paid: number | null }) => paid !== null);
  }, 30_000);
  times.push(`the past hour, in parts: ${Math.round(performance.now() - hourBegan)} ms`);
  const { data } = await read('/orders?limit=100');
  await read('/orders?status=pending&limit=100');
  await read('/orders?status=cancelled&limit=100');
  await read(`/orders?q=${data[50].id}`);
  const { events } = (await read(`/orders/${data[50].id}`)) as { events: { data: unknown[] } };
  expect(events.data).toHaveLength(1);
  await read('/orders?q=R-400000');
  await read('/orders?q=cus_7');
  await read('/orders?refundDue=true');
  await read(`/orders?status=pending&expiresBefore=${new Date(Date.now() + 300_000).toISOString()}`);
  await read(`/orders?createdAfter=${new Date(Date.now() - 7_200_000).toISOString()}&status=paid`);
  await read('/refunds?status=due');
  const csv = await read('/orders.csv');
  expect(csv.split('\r\n')).toHaveLength(10_003);
  console.log(times.join('\n'));
});
