import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Question } from '../harness/bench.ts';
import type { Running } from '../harness/contender.ts';
import { contenders } from '../harness/contenders.ts';
import { oursAlone } from '../harness/ours.ts';
import { checkEarly } from '../harness/early.ts';
import { startSteadyLoad } from '../harness/steady.ts';
import type { Stores } from '../harness/stores.ts';
import { takeTurns, type Turn } from '../harness/turns.ts';

/** Cron jobs run once a minute, so a quick run leaves them out. */
const quick = ['order-countdown', 'tutorial'];
const asked = [...quick, oursAlone.name, 'keyspace-notifications', 'cron-poll'];

export const question: Question = {
  asks: 'How long after its deadline is an order cancelled, while a few or 1,000 orders a second are due?',
  columns: ['duePerSecond', 'p50Ms', 'p99Ms', 'maxMs', 'early'],
  mayBeZero: ['early'],
  async answer(bench) {
    const windowSeconds = bench.size(4, 1);
    const seconds = bench.size(3.5, 0.3);
    const cases = [
      { label: 'idle', perSecond: bench.size(20, 10), seconds },
      { label: 'many', perSecond: bench.size(1_000, 200), seconds },
    ];
    const answer = await takeTurns(
      bench,
      [...contenders, oursAlone].filter(({ name }) => bench.size(asked, quick).includes(name)),
      async (turn) => {
        if (turn.name === 'cron-poll') await oneMinute(turn, bench);
        else await placeAndWait(turn, bench, cases);
      },
      { windowSeconds },
    );
    const notes = [
      'Orders are placed at a steady rate; the last one is placed before the first one is due.',
      '`cron-poll` is given orders whose deadlines are spread over the minute before its next run, since it does nothing before then.',
    ];
    return { ...answer, notes };
  },
};

interface Case {
  label: string;
  perSecond: number;
  seconds: number;
}

async function placeAndWait(
  { running, stores, record, name }: Turn,
  bench: Bench,
  cases: readonly Case[],
): Promise<void> {
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
    checkEarly(bench, name, figures.early);
    record(label, figures);
  }
  load.stop();
}

const ordersPerMinute = 600;

/** Written before a cron job that runs at each full minute, with deadlines from the last full minute to the next. */
async function oneMinute({ running, stores, record, name }: Turn, bench: Bench): Promise<void> {
  // So near to the next run, the orders might miss it.
  while (new Date().getSeconds() >= 57) await sleep(500);
  const { rowCount } = await stores.postgres.query(
    `insert into orders (id, customer_id, amount, currency, items, created_at, expires_at)
     select uuidv7(), 'cus_1', 12900, 'EUR', '[]', minute - interval '30 minutes', minute + interval '1 minute' * n / $1::int
     from date_trunc('minute', now()) as minute, generate_series(1, $1::int) as n`,
    [ordersPerMinute],
  );
  await noneIsPending(running);
  const { cancelled, ...figures } = await lateness(stores, new Date(0));
  bench.check(cancelled === rowCount, `${name} cancelled each of ${rowCount} orders, not ${cancelled}`);
  checkEarly(bench, name, figures.early);
  record('idle', figures);
}

async function now({ postgres }: Stores): Promise<Date> {
  return (await postgres.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]!.now;
}

/** A cron job has had its minute by then. What is still pending is lost. */
const patienceMs = 120_000;

async function noneIsPending({ count }: Running): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while ((await count()).pending > 0 && performance.now() < giveUpAt) await sleep(200);
}

type Lateness = Record<'cancelled' | 'duePerSecond' | 'p50Ms' | 'p99Ms' | 'maxMs' | 'early', number>;

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
            max(late_ms) as "maxMs",
            count(*) filter (where late_ms < 0)::int as early
     from orders`,
    [since],
  );
  return rows[0]!;
}
