import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { cpuMs } from './cpu.ts';
import { inParallel, quantile, startStack, type Stack } from './stack.ts';

/**
 * Redis loses its data, or is restarted with all of it, while many orders are pending: how long until it agrees with
 * Postgres again, what does that cost each process, and how does the api answer meanwhile? The first argument says
 * how many orders, 100,000 if left out.
 */
const orders = Number(process.argv[2] ?? 100_000);
const placedPerSecond = 50;

const stack = await startStack();
const redis = new Redis(stack.redisUrl);
await reconciled(stack, 1);
await stack.postgres.query(
  `insert into orders (id, customer_id, amount, currency, items, created_at, expires_at)
   select uuidv7(), 'cus_' || n % 10000, 12900, 'EUR',
          '[{"sku": "sku-1", "name": "A pair of shoes", "quantity": 1, "unitAmount": 12900}]',
          now() - interval '1 hour', date_trunc('milliseconds', now()) + make_interval(hours => 1, secs => n * 0.01)
   from generate_series(1, $1) as n`,
  [orders],
);
await stack.postgres.query('vacuum analyze orders');
await stack.postgres.query('checkpoint');

await answersFor(3_000);
report('before', await answersFor(10_000));
await measure('with an empty Redis', 2, () => redis.flushall());
await measure('with nothing missing', 3, () => redis.del('reconciled'));
redis.disconnect();
await stack.close();

async function measure(name: string, times: number, lose: () => Promise<unknown>): Promise<void> {
  const before = Object.entries(stack.pids).map(([process, pid]) => ({ process, ms: cpuMs(pid) }));
  const startedAt = performance.now();
  await lose();
  const done = new AbortController();
  const answering = answersMs(done.signal);
  await reconciled(stack, times);
  const seconds = (performance.now() - startedAt) / 1_000;
  const costs = before.map(({ process, ms }) => {
    const pid = stack.pids[process as keyof Stack['pids']];
    return `${process} ${(((cpuMs(pid) - ms) * 1_000) / orders).toFixed(1)} µs`;
  });
  done.abort();
  const answers = await answering;
  console.log(`${orders} orders ${name}: ${seconds.toFixed(1)} s; CPU per order: ${costs.join(', ')}`);
  report('meanwhile', answers);
}

function report(when: string, answers: readonly number[]): void {
  const [p50, p99] = [0.5, 0.99].map((q) => quantile(answers, q).toFixed(0));
  console.log(`placing an order ${when}: p50 ${p50} ms, p99 ${p99} ms`);
}

/** Resolves when the worker's log says for the nth time that a reconciliation has ended. */
async function reconciled({ worker }: Stack, times: number): Promise<void> {
  const isEnd = ({ msg }: Record<string, unknown>) => msg === 'reconciled redis with the ledger';
  while (worker.log.filter(isEnd).length < times) await sleep(20);
}

async function answersFor(ms: number): Promise<number[]> {
  const time = new AbortController();
  const answering = answersMs(time.signal);
  await sleep(ms);
  time.abort();
  return answering;
}

/** Places orders at a steady rate. @returns how long each took */
async function answersMs(signal: AbortSignal): Promise<number[]> {
  const durations: number[] = [];
  const body = JSON.stringify({ amount: 100, currency: 'EUR' });
  const placing = () => fetch(`${stack.apiUrl}/v1/orders`, { method: 'POST', headers: stack.headers, body });
  while (!signal.aborted) {
    durations.push(...(await inParallel(placedPerSecond / 10, placedPerSecond, placing)));
    await sleep(100);
  }
  return durations;
}
