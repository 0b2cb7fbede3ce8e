import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel, startStack } from './stack.ts';

/**
 * How late does its alarm cancel a single order, on the database's clock?
 * Places sixty orders over six seconds, one at a time, without the sweep.
 */
const orders = 60;

const stack = await startStack({ SWEEP_INTERVAL_MS: '3600000' });
await inParallel(orders, 1, async () => {
  const body = JSON.stringify({ amount: 100, currency: 'EUR', expiresInSeconds: 1 });
  await fetch(`${stack.apiUrl}/v1/orders`, { method: 'POST', headers: stack.headers, body });
  await sleep(100);
});

const progress = `
  select count(*) filter (where status = 'cancelled')::int as cancelled,
         percentile_cont(array[0.5, 0.99, 1]) within group
           (order by extract(epoch from cancelled_at - expires_at)::float8 * 1000) as quantiles
  from orders`;
let answer;
do {
  await sleep(200);
  answer = (await stack.postgres.query(progress)).rows[0];
} while (answer.cancelled < orders);

const [p50, p99, max] = answer.quantiles;
console.log(
  `${orders} orders, one at a time: lateness p50 ${p50} ms, p99 ${p99.toFixed(1)} ms, max ${max} ms`,
);
await stack.close();
