import { setTimeout as sleep } from 'node:timers/promises';
import type { Question } from '../harness/bench.ts';
import type { Running } from '../harness/contender.ts';
import { contenders } from '../harness/contenders.ts';
import { startSteadyLoad } from '../harness/steady.ts';
import type { Stores } from '../harness/stores.ts';
import { takeTurns } from '../harness/turns.ts';

/** Cron jobs run once a minute, so a quick run leaves them out. */
const quick = ['order-countdown', 'tutorial'];
const asked = [...quick, 'keyspace-notifications', 'cron-poll'];

export const question: Question = {
  asks: 'How long after its deadline is an order cancelled, while a few or 1,000 orders a second are due?',
  columns: ['duePerSecond', 'p50Ms', 'p99Ms', 'maxMs'],
  async answer(bench) {
    const windowSeconds = bench.size(12, 1);
    const cases = [
      { label: 'idle', perSecond: 10, seconds: bench.size(6, 0.3) },
      { label: 'many', perSecond: bench.size(1_000, 200), seconds: bench.size(10, 0.3) },
    ];
    const answer = await takeTurns(
      bench,
      contenders.filter(({ name }) => bench.size(asked, quick).includes(name)),
      async ({ running, stores, record, name }) => {
        const load = startSteadyLoad(running);
        for (const { label, perSecond, seconds } of cases) {
          const since = await now(stores);
          const orders = perSecond * seconds;
          const report = await load.offer({ perSecond, seconds, connections: 64, maxWaiting: orders });
          const placed = report.answersMs['201']?.length ?? 0;
          bench.check(placed > 0 && report.failed === 0, `${name} answered all who placed orders`);
          await noneIsPending(running);
          const { cancelled, ...figures } = await lateness(stores, since);
          bench.check(cancelled === placed, `${name} cancelled each of ${placed} orders, not ${cancelled}`);
          record(label, figures);
        }
        load.stop();
        const { early } = await running.count();
        bench.check(early === 0, `${name} cancelled none early, not ${early}`);
      },
      { windowSeconds },
    );
    const notes = ['Orders are placed at a steady rate; the last one is placed before the first one is due.'];
    return { ...answer, notes };
  },
};

async function now({ postgres }: Stores): Promise<Date> {
  return (await postgres.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]!.now;
}

/** A cron job has had its minute by then. What is still pending is lost. */
const patienceMs = 120_000;

async function noneIsPending({ count }: Running): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while ((await count()).pending > 0 && performance.now() < giveUpAt) await sleep(200);
}

type Lateness = Record<'cancelled' | 'duePerSecond' | 'p50Ms' | 'p99Ms' | 'maxMs', number>;

/** On the database's clock. */
async function lateness({ postgres }: Stores, since: Date): Promise<Lateness> {
  const { rows } = await postgres.query<Lateness>(
    `with orders as (
       select status, extract(epoch from expires_at)::float8 as due,
              extract(epoch from cancelled_at - expires_at)::float8 * 1000 as late_ms
       from orders where created_at >= $1
     )
     select count(*) filter (where status = 'cancelled')::int as cancelled,
            (count(*) - 1) / (max(due) - min(due)) as "duePerSecond",
            percentile_cont(0.5) within group (order by late_ms) as "p50Ms",
            percentile_cont(0.99) within group (order by late_ms) as "p99Ms",
            max(late_ms) as "maxMs"
     from orders`,
    [since],
  );
  return rows[0]!;
}
