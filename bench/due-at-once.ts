import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel, quantile, startStack } from './stack.ts';

/**
 * All orders are due at the same instant. How late is the last one cancelled, and how does the API respond meanwhile?
 * The first argument is the number of orders, by default 100,000.
 */
const orders = Number(process.argv[2] ?? 100_000);
const deadlineInSeconds = 5 + orders / 10_000;

const stack = await startStack();
await stack.postgres.query(
  `insert into orders (id, amount, currency, created_at, expires_at)
   select uuidv7(), 100, 'EUR', now(), date_trunc('milliseconds', now()) + make_interval(secs => $2)
   from generate_series(1, $1)`,
  [orders, deadlineInSeconds],
);
await stack.postgres.query(
  `insert into order_events (order_id, sequence, type, data, occurred_at)
   select id, 1, 'order.placed', '{}', created_at from orders`,
);

const progress = `
  select count(*) filter (where status = 'cancelled')::int as cancelled,
         max(extract(epoch from cancelled_at - expires_at)::float8) as "lastSeconds",
         (select expires_at <= now() from orders limit 1) as due
  from orders`;
const answersMs: number[] = [];
let answer;
do {
  const body = JSON.stringify({ amount: 100, currency: 'EUR' });
  const placing = () => fetch(`${stack.apiUrl}/v1/orders`, { method: 'POST', headers: stack.headers, body });
  const durations = await inParallel(5, 5, placing);
  answer = (await stack.postgres.query(progress)).rows[0];
  if (answer.due) answersMs.push(...durations);
  await sleep(50);
} while (answer.cancelled < orders);

const p99 = quantile(answersMs, 0.99).toFixed(0);
console.log(
  `${orders} orders due at once: the last one cancelled ${answer.lastSeconds} s after its deadline`,
);
console.log(`placing an order meanwhile: p50 ${quantile(answersMs, 0.5).toFixed(0)} ms, p99 ${p99} ms`);
await stack.close();
