import { afterEach, beforeEach, expect, test } from 'vitest';
import { readBloat, resetAutovacuum, worstOf, type Bloat } from '../support/bloat.ts';
import { startBusyPostgres, type BusyPostgres } from '../support/busy-postgres.ts';
import { churn } from '../support/churn.ts';
import { openPostgres } from '../support/postgres.ts';

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
const ordersNow = 100_000;

/** What the settings of the migrations keep, and the defaults do not. */
const bounds: Omit<Bloat, 'deadInOutbox'> = {
  deadOrders: 50_000,
  deadDeliveries: 50_000,
  pendingIndexMib: 5,
};

/** @returns the most that was dead at once in the second half */
async function live(): Promise<Bloat> {
  const postgres = openPostgres(server.url);
  let worst: Bloat = { deadOrders: 0, deadDeliveries: 0, deadInOutbox: 0, pendingIndexMib: 0 };
  let looking = Promise.resolve();
  await churn(postgres, ordersNow, (placed) => {
    if (placed < ordersNow / 2 || placed % 2_000 !== 0) return;
    looking = looking.then(async () => {
      worst = worstOf(worst, await readBloat(server.client));
    });
  });
  await looking;
  await postgres.close();
  console.log('at most:', JSON.stringify(worst));
  return worst;
}

test('an hour of orders in a minute leaves the hot tables and their indexes as small as they were', async () => {
  const worst = await live();
  for (const [name, bound] of Object.entries(bounds))
    expect(worst[name as keyof Bloat], name).toBeLessThan(bound);
});

test('the defaults of autovacuum would not', async () => {
  await resetAutovacuum(server.client);
  const worst = await live();
  for (const [name, bound] of Object.entries(bounds)) {
    expect(worst[name as keyof Bloat], name).toBeGreaterThan(bound);
  }
});
