import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Question } from '../harness/bench.ts';
import type { Running } from '../harness/contender.ts';
import { contenders } from '../harness/contenders.ts';
import { checkEarly } from '../harness/early.ts';
import { takeTurns } from '../harness/turns.ts';

/** Orders that are still pending when so long nothing was cancelled are lost: a cron job has had its minute. */
const patienceMs = 65_000;

export const question: Question = {
  asks: 'The deadlines of orders pass while the worker restarts. How many orders stay pending for ever, and how soon are the others cancelled?',
  columns: ['cancelled', 'lost', 'lastCancelledMs'],
  mayBeZero: ['cancelled', 'lost'],
  async answer(bench) {
    const windowSeconds = bench.size(2, 1);
    const quick = ['order-countdown', 'tutorial', 'keyspace-notifications'];
    const asked = contenders.filter(({ name }) => !bench.quick || quick.includes(name));
    const answer = await takeTurns(
      { ...bench, rounds: Math.min(2, bench.rounds) },
      asked,
      async ({ running, record, name }) => {
        const orders = bench.size(1_000, 20);
        const { url, headers } = running;
        const before = await running.count();
        await bench.load.send({
          url,
          headers,
          requests: [running.place()],
          repeat: orders,
          connections: 64,
        });
        // A second more than the window, so that all are due.
        await running.restartWorker(() => sleep((windowSeconds + 1) * 1_000));
        record('restart', await cancelledAfter(running, bench, orders, before.cancelled));
        const { early } = await running.count();
        checkEarly(bench, name, early);
        if (name === 'order-countdown') {
          bench.check((await running.count()).pending === 0, `${name} lost none`);
        }
      },
      { windowSeconds },
    );
    return {
      ...answer,
      notes: [
        `The worker is killed before the deadlines and started ${windowSeconds + 1} s later; times are from then on.`,
      ],
    };
  },
};

async function cancelledAfter(
  running: Running,
  bench: Bench,
  orders: number,
  before: number,
): Promise<Record<string, number>> {
  const startedAt = performance.now();
  let progressAt = startedAt;
  const cancelledSince = async () => (await running.count()).cancelled - before;
  let cancelled = await cancelledSince();
  // What a quick run shows need not be final.
  const limitMs = bench.size(patienceMs, 1_500);
  while (cancelled < orders && performance.now() - progressAt < limitMs) {
    await sleep(20);
    const now = await cancelledSince();
    if (now > cancelled) progressAt = performance.now();
    cancelled = now;
  }
  const last = cancelled > 0 ? { lastCancelledMs: Math.max(1, progressAt - startedAt) } : {};
  return { cancelled, lost: orders - cancelled, ...last };
}
