import { afterEach, beforeEach, expect, test } from 'vitest';
import { resetAutovacuum, worstOf, type Bloat } from '../support/bloat.ts';
import { startBusyPostgres, type BusyPostgres } from '../support/busy-postgres.ts';
import { watchChurn, type Tenth } from '../support/watch-churn.ts';

let server: BusyPostgres;

beforeEach(async () => {
  server = await startBusyPostgres();
  const { client } = server;
  await client.query(
    `insert into webhook_endpoints (id, place, url, enabled, sealed_secret, event_types)
     values (gen_random_uuid(), 1, 'https://shop.example/', true, '', '{order.paid,order.cancelled}')`,
  );
  // What the shop has from before: the larger a table, the later the defaults would have it vacuumed.
  await client.query(
    `insert into orders (id, amount, currency, status, paid_at, created_at, expires_at, customer_id, reference)
     select uuid_v7(at), 100, 'EUR', 'paid', at + interval '1 minute', at, at + interval '30 minutes', 'cus_' || n % 97, 'A-' || n
     from (
       select n, date_trunc('milliseconds', now() - interval '1 day' + n * interval '50 ms') as at
       from generate_series(1, $1) n
     ) as times`,
    [ordersBefore],
  );
  await client.query(
    `insert into webhook_deliveries (endpoint_id, order_id, sequence, status, created_at, due_at)
     select (select id from webhook_endpoints), id, 2, 'delivered', paid_at, null from orders`,
  );
  await client.query('vacuum analyze orders, webhook_deliveries');
});
afterEach(() => server.stop());

const ordersBefore = 500_000;

/** A shop with a million orders an hour. */
const shopPerSecond = 280;

/**
 * What the settings of the migrations keep, and the defaults do not: two hundredths of the rows, and what dies in the minute between two
 * looks of autovacuum.
 */
const bounds = { deadOrders: 100_000, deadDeliveries: 125_000, pendingIndexMib: 8 };

/**
 * The second half of the orders may have so many times what the first had: what grows with each order has twice as much. An index stays as
 * large as it once had to be.
 */
const flat = {
  postgresCpuUs: 1.2,
  pendingIndexMib: 1.75,
  remindersIndexMib: 1.75,
  waitingIndexMib: 1.75,
  outboxMib: 1.75,
};

/** Of tables whose rows don't change. */
const none: (keyof Bloat)[] = ['deadEvents', 'deadKeys'];

const showAll = (tenths: readonly Tenth[]) => tenths.map((tenth) => JSON.stringify(tenth)).join('\n');

test(
  'a million orders, an hour of a busy shop, leave the hot tables and their indexes as small as half of them',
  { timeout: 1_800_000 },
  async () => {
    const tenths = await watchChurn(server, 1_000_000, shopPerSecond);
    // In the first one nothing has been vacuumed, and nothing paid.
    const [first, second] = [worstOf(tenths.slice(1, 5)), worstOf(tenths.slice(5))];
    console.log(`${showAll(tenths)}\nhalves at most:\n${showAll([first, second])}`);
    for (const [name, bound] of Object.entries(bounds))
      expect(second[name as keyof Bloat], name).toBeLessThan(bound);
    for (const name of none) expect(second[name], name).toBe(0);
    for (const [name, times] of Object.entries(flat)) {
      const of = (half: Tenth) => half[name as keyof Tenth];
      expect(of(second), name).toBeLessThan(times * of(first));
    }
  },
);

test('the defaults of autovacuum would not, with a fifth of the orders', async () => {
  await resetAutovacuum(server.client);
  const tenths = await watchChurn(server, 200_000, shopPerSecond);
  const worst = worstOf(tenths);
  console.log(`with the defaults, at most: ${JSON.stringify(worst)}`);
  for (const [name, bound] of Object.entries(bounds))
    expect(worst[name as keyof Bloat], name).toBeGreaterThan(bound);
});
