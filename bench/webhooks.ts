import { setTimeout as sleep } from 'node:timers/promises';
import { startReceiver } from '@order-countdown/test/webhook-receiver';
import { inParallel, quantile, startStack } from './stack.ts';

/**
 * How soon does an event reach its receiver: alone, and beside ten receivers that never answer and have 10,000
 * deliveries each waiting? 20 orders a second; the time runs from the commit to the request.
 */
const orders = Number(process.argv[2] ?? 600);
const deadEndpoints = 10;
const backlogOfEach = 10_000;
const intervalMs = 50;

const stack = await startStack();
const post = async (path: string, body: object): Promise<void> => {
  const request = { method: 'POST', headers: stack.headers, body: JSON.stringify(body) };
  const response = await fetch(stack.apiUrl + path, request);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
};
const register = (url: string) => post('/v1/webhook-endpoints', { url, events: ['order.placed'] });
const place = () => post('/v1/orders', { amount: 100, currency: 'EUR', customerId: 'cus_1' });

const healthy = await startReceiver();
const dead = await startReceiver();
dead.answer = () => undefined;
await register(healthy.url);

await measure('alone');
if (process.argv[3] !== 'alone') await measureBesideDead();
await stack.close();
await Promise.all([healthy, dead].map((receiver) => receiver.close()));

async function measureBesideDead(): Promise<void> {
  for (let n = 0; n < deadEndpoints; n += 1) await register(`${dead.url}/${n}`);
  await stack.postgres.query(
    `insert into webhook_deliveries (endpoint_id)
   select id from webhook_endpoints, generate_series(1, $1) where url like $2`,
    [backlogOfEach, `${dead.url}%`],
  );
  await measure(`beside ${deadEndpoints} dead receivers with ${deadEndpoints * backlogOfEach} deliveries`);
}

async function measure(name: string): Promise<void> {
  await inParallel(20, 1, place);
  await sleep(1_000);
  healthy.received.length = 0;
  const before = await updates();
  const startedAt = performance.now();
  await inParallel(orders, 20, async (index) => {
    await sleep(Math.max(0, startedAt + index * intervalMs - performance.now()));
    await place();
  });
  for (let n = 0; n < 1_200 && healthy.received.length < orders; n += 1) await sleep(50);
  const latencies = healthy.received.map(({ at, body }) => at - Date.parse(body.timestamp));
  const [p50, p99, max] = [0.5, 0.99, 1].map((q) => Math.round(quantile(latencies, q)));
  const rows = (await updates()) - before;
  console.log(
    `${name}: ${latencies.length} of ${orders} events, p50 ${p50} ms, p99 ${p99} ms, max ${max} ms; ${rows} rows of deliveries updated`,
  );
}

async function updates(): Promise<number> {
  const { rows } = await stack.postgres.query(
    `select n_tup_upd::int as updates from pg_stat_user_tables where relname = 'webhook_deliveries'`,
  );
  return rows[0].updates;
}
