import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Question } from '../harness/bench.ts';
import type { Running } from '../harness/contender.ts';
import { tutorial } from '../harness/contenders.ts';
import { checkEarly } from '../harness/early.ts';
import { cpuFigures, cpuOf, perOperation, type Pids } from '../harness/measure.ts';
import { ours } from '../harness/ours.ts';
import { dueAlarms, seed } from '../harness/seed.ts';
import { startPlacing } from '../harness/steady.ts';
import type { Stores } from '../harness/stores.ts';
import { takeTurns } from '../harness/turns.ts';

/** Placed meanwhile, so that there are answers to time. */
const placedPerSecond = 100;

/** A process that has just started would answer slowly at first, due or not. */
const warmUpMs = 2_000;

/** Processes and stores that together use less than so much of one CPU are idle: our tasks look every 100 ms. */
const idleShare = 0.2;
const idleWindowMs = 200;

export const question: Question = {
  asks: 'All orders are due at one instant. When is the last one cancelled, the queue empty and the CPU idle, what does it cost, and how soon does the api answer meanwhile?',
  columns: ['lastCancelledMs', 'queueEmptyMs', 'idleMs', 'placeP50Ms', 'placeP99Ms', 'cpuUs', 'workerCpuUs'],
  async answer(bench) {
    const orders = bench.size(100_000, 500);
    const answer = await takeTurns(bench, [ours, tutorial], async ({ name, running, stores, record }) => {
      const before = await running.count();
      const due = await seed(name, stores, { orders, dueInSeconds: bench.size(5 + orders / 2_000, 3) });
      await warmUp(bench, running);
      bench.check(bench.quick || Date.now() < +due, `${name} had its alarms before the deadline`);
      record(`${orders} orders`, await herd(bench, name, running, stores, { due, orders }));
      const after = await running.count();
      const cancelled = after.cancelled - before.cancelled;
      bench.check(cancelled >= orders, `${name} cancelled each of ${orders} orders, not ${cancelled}`);
      checkEarly(bench, name, after.early);
    });
    const notes = [
      `Times are from the deadline. ${placedPerSecond} orders per second are placed until the last one is cancelled; their CPU time is in \`cpuUs\`, per order that was due.`,
    ];
    return { ...answer, notes };
  },
};

async function warmUp(bench: Bench, running: Running): Promise<void> {
  const placing = startPlacing(running, placedPerSecond);
  await sleep(bench.size(warmUpMs, 100));
  await placing.stop();
}

async function herd(
  bench: Bench,
  name: string,
  running: Running,
  stores: Stores,
  { due, orders }: { due: Date; orders: number },
): Promise<Record<string, number>> {
  const pids = { ...running.pids, ...bench.servers.pids };
  const placing = startPlacing(running, placedPerSecond, due);
  await sleep(Math.max(0, +due - Date.now()));
  const before = cpuOf(pids);
  await noneIsPending(stores, due);
  const answers = await placing.stop();
  while ((await dueAlarms(name, stores)) > 0) await sleep(20);
  const queueEmptyMs = Date.now() - +due;
  const idleMs = Math.max(queueEmptyMs, (await idleAt(pids)) - +due);
  return {
    lastCancelledMs: await lastCancelledMs(stores, due),
    queueEmptyMs,
    idleMs,
    ...answers,
    ...cpuFigures(perOperation(before, cpuOf(pids), orders)),
  };
}

async function noneIsPending({ postgres }: Stores, due: Date): Promise<void> {
  const query = `select exists (select from orders where status = 'pending' and expires_at = $1) as "isAny"`;
  while ((await postgres.query<{ isAny: boolean }>(query, [due])).rows[0]!.isAny) await sleep(100);
}

/** @returns when the first window began in which they were idle, as Unix milliseconds */
async function idleAt(pids: Pids): Promise<number> {
  for (;;) {
    const [startedAt, before] = [Date.now(), cpuOf(pids)];
    await sleep(idleWindowMs);
    const usedUs = Object.values(perOperation(before, cpuOf(pids), 1)).reduce((sum, us) => sum + us, 0);
    if (usedUs < (Date.now() - startedAt) * 1_000 * idleShare) return startedAt;
  }
}

/** On the database's clock. */
async function lastCancelledMs({ postgres }: Stores, due: Date): Promise<number> {
  const { rows } = await postgres.query<{ ms: number }>(
    `select extract(epoch from max(cancelled_at) - $1)::float8 * 1000 as ms from orders where expires_at = $1`,
    [due],
  );
  return rows[0]!.ms;
}
