import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Question } from '../harness/bench.ts';
import type { OrderCounts, Running } from '../harness/contender.ts';
import { tutorial } from '../harness/contenders.ts';
import { checkEarly } from '../harness/early.ts';
import { residentMiB } from '../harness/cpu.ts';
import { ours } from '../harness/ours.ts';
import { quantile } from '../harness/samples.ts';
import { startSteadyLoad, type SteadyReport } from '../harness/steady.ts';
import type { Stores } from '../harness/stores.ts';
import { takeTurns } from '../harness/turns.ts';

export const question: Question = {
  asks: 'What does one api process do with three times the orders that it can place, offered at a steady rate over 1,500 connections?',
  columns: [
    'capacityPerSecond',
    'placedPerSecond',
    'placedP99Ms',
    'refusedP99Ms',
    'unanswered',
    'residentMiB',
    'latenessP99Ms',
  ],
  mayBeZero: ['unanswered'],
  async answer(bench) {
    const windowSeconds = bench.size(3, 1);
    const answer = await takeTurns(
      { ...bench, rounds: Math.min(3, bench.rounds) },
      bench.size([ours, tutorial], [ours]),
      async ({ running, stores, record, name }) => {
        const figures = await overload(running, stores, bench);
        const { early } = await running.count();
        checkEarly(bench, name, early);
        record('three times the capacity', figures);
      },
      { windowSeconds },
    );
    const notes = [
      'The capacity is what it places over 64 connections. The time of an answer runs from when its request was due.',
    ];
    return { ...answer, notes };
  },
};

async function overload(running: Running, stores: Stores, bench: Bench): Promise<Record<string, number>> {
  const load = startSteadyLoad(running);
  const seconds = bench.size(20, 1);
  const closedLoop = { perSecond: 10_000, seconds: bench.size(5, 1), connections: 64, maxWaiting: 64 };
  await load.offer(closedLoop);
  const bearable = await load.offer(closedLoop);
  const capacity = placedOf(bearable).length / bearable.seconds;
  await cancelled(running);

  const { rows } = await stores.postgres.query<{ now: Date }>('select clock_timestamp() as now');
  const resident: number[] = [];
  const watching = setInterval(() => resident.push(residentMiB(running.pids['api']!)), 200);
  const report = await load.offer({
    perSecond: Math.round(capacity * 3),
    seconds,
    connections: bench.size(1_500, 200),
    maxWaiting: 20_000,
  });
  clearInterval(watching);
  load.stop();
  bench.check(placedOf(report).length > 0, 'orders are placed under overload');
  await cancelled(running);
  const refused = report.answersMs['503'];
  return {
    capacityPerSecond: capacity,
    placedPerSecond: placedOf(report).length / report.seconds,
    placedP99Ms: quantile(placedOf(report), 0.99),
    ...(refused && { refusedP99Ms: quantile(refused, 0.99) }),
    unanswered: report.failed + report.givenUp,
    residentMiB: Math.max(...resident),
    latenessP99Ms: await latenessP99Ms(stores, rows[0]!.now),
  };
}

const placedOf = ({ answersMs }: SteadyReport) => answersMs['201'] ?? [];

/** Waits until nothing is pending. */
async function cancelled({ count }: Pick<Running, 'count'>): Promise<OrderCounts> {
  for (;;) {
    const counts = await count();
    if (counts.pending === 0) return counts;
    await sleep(100);
  }
}

async function latenessP99Ms({ postgres }: Stores, since: Date): Promise<number> {
  const { rows } = await postgres.query<{ ms: number }>(
    `select percentile_cont(0.99) within group
       (order by extract(epoch from cancelled_at - expires_at)::float8 * 1000) as ms
     from orders where created_at >= $1`,
    [since],
  );
  return rows[0]!.ms;
}
