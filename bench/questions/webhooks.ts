import type { Bench, Question } from '../harness/bench.ts';
import type { Running } from '../harness/contender.ts';
import { cpuFigures, cpuOf, perOperation } from '../harness/measure.ts';
import { ours } from '../harness/ours.ts';
import { startReceiver } from '../harness/receiver.ts';
import { request } from '../harness/requests.ts';
import { quantile } from '../harness/samples.ts';
import { startSteadyLoad } from '../harness/steady.ts';
import type { Stores } from '../harness/stores.ts';
import { takeTurns } from '../harness/turns.ts';

const placedPerSecond = 20;
const deadEndpoints = 10;

type Receiver = Awaited<ReturnType<typeof startReceiver>>;

export const question: Question = {
  asks: 'How many webhooks per second does one worker deliver to a receiver that answers at once, and how long after its commit does an event arrive?',
  columns: ['perSecond', 'p50Ms', 'p99Ms', 'maxMs', 'cpuUs', 'workerCpuUs', 'postgresCpuUs', 'redisCpuUs'],
  async answer(bench) {
    const receiver = await startReceiver();
    try {
      const answer = await takeTurns(bench, [ours], async ({ running, stores, record }) => {
        const registered = [await register(running, receiver.url)];
        if (!bench.quick) await deliverAll(bench, receiver, running, stores, 2_000);
        const backlog = bench.size(20_000, 200);
        record('a backlog', await deliverAll(bench, receiver, running, stores, backlog));
        const rate = `${placedPerSecond} a second`;
        record(rate, await latency(bench, receiver, running));
        for (let n = 0; n < bench.size(deadEndpoints, 1); n += 1) {
          registered.push(await register(running, `${receiver.url}/dead/${n}`));
        }
        const waiting = bench.size(10_000, 20);
        await addDeliveries(stores, '%/dead/%', waiting);
        const beside = `beside ${registered.length - 1} × ${waiting} deliveries to dead receivers`;
        record(`${rate}, ${beside}`, await latency(bench, receiver, running));
        for (const id of registered) await request(running, 'DELETE', `/v1/webhook-endpoints/${id}`);
      });
      const notes = ['Times are from when the event was decided, so they include the commit.'];
      return { ...answer, notes };
    } finally {
      receiver.stop();
    }
  },
};

async function register(running: Running, url: string): Promise<string> {
  const body = { url: `${url}/`, events: ['order.placed'] };
  return (await request<{ id: string }>(running, 'POST', '/v1/webhook-endpoints', body)).id;
}

/** The rate counts from the first arrival: the worker looks once a second for what others have written. */
async function deliverAll(
  bench: Bench,
  receiver: Receiver,
  running: Running,
  stores: Stores,
  count: number,
): Promise<Record<string, number>> {
  const pids = { ...running.pids, ...bench.servers.pids };
  await addDeliveries(stores, '%', count);
  const before = cpuOf(pids);
  const { distinct, seconds } = await receiver.receive(count);
  const cpu = perOperation(before, cpuOf(pids), count);
  bench.check(distinct === count, `${count} webhooks arrived once each, not ${distinct}`);
  return { perSecond: (count - 1) / seconds, ...cpuFigures(cpu) };
}

/** Writes orders with their events, placed an hour ago, and a delivery of each to the endpoints. */
async function addDeliveries({ postgres }: Stores, url: string, count: number): Promise<void> {
  await postgres.query(
    `with placed as (
       insert into orders (id, amount, currency, created_at, expires_at)
       select uuidv7(), 100, 'EUR', now() - interval '1 hour', now() + interval '1 day' from generate_series(1, $2::int)
       returning id, created_at
     ), events as (
       insert into order_events (order_id, sequence, type, data, occurred_at)
       select id, 1, 'order.placed', '{}', created_at from placed
     )
     insert into webhook_deliveries (endpoint_id, order_id, sequence)
     select endpoint.id, placed.id, 1 from placed, webhook_endpoints endpoint where endpoint.url like $1`,
    [url, count],
  );
}

async function latency(bench: Bench, receiver: Receiver, running: Running): Promise<Record<string, number>> {
  const load = startSteadyLoad(running);
  const seconds = bench.size(30, 1);
  const count = placedPerSecond * seconds;
  const receiving = receiver.receive(count);
  await load.offer({ perSecond: placedPerSecond, seconds, connections: 4, maxWaiting: count });
  load.stop();
  const { distinct, latenessMs } = await receiving;
  bench.check(distinct === count, `${count} webhooks arrived once each, not ${distinct}`);
  return {
    p50Ms: quantile(latenessMs, 0.5),
    p99Ms: quantile(latenessMs, 0.99),
    maxMs: Math.max(...latenessMs),
  };
}
