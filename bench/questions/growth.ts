import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Question } from '../harness/bench.ts';
import { tutorial } from '../harness/contenders.ts';
import { cpuFigures, cpuOf, perOperation } from '../harness/measure.ts';
import { ours } from '../harness/ours.ts';
import { createRuns } from '../harness/runs.ts';
import { dueAlarms, seed } from '../harness/seed.ts';
import { takeTurns, type Turn } from '../harness/turns.ts';

const windowSeconds = 1;

export const question: Question = {
  asks: 'What CPU time does it cost to place an order and to cancel it at its deadline, while few or many others are pending?',
  columns: ['cpuUs', 'growth', 'apiCpuUs', 'workerCpuUs', 'postgresCpuUs', 'redisCpuUs'],
  async answer(bench) {
    const sizes = bench.size([10_000, 100_000, 1_000_000], [100, 1_000]);
    const rounds = Math.min(3, bench.rounds);
    const answer = await takeTurns(
      // Those of a quick run are kept, for questions that wait until nothing is pending.
      { ...bench, rounds, runs: createRuns(bench.servers, false) },
      bench.size([ours, tutorial], [ours]),
      async (turn) => {
        const { name, stores } = turn;
        let pending = 0;
        let first: number | undefined;
        for (const size of sizes) {
          const dueInSeconds = 7_200;
          await seed(name, stores, { orders: size - pending, dueInSeconds, spreadSeconds: 3_600 });
          pending = size;
          await stores.postgres.query('vacuum analyze orders');
          await stores.postgres.query('checkpoint');
          if (!bench.quick) await placeAndCancel(bench, turn, 2_000);
          const figures = await placeAndCancel(bench, turn, bench.size(20_000, 200));
          first ??= figures['cpuUs']!;
          turn.record(`${size} pending`, { ...figures, growth: figures['cpuUs']! / first });
        }
      },
      { windowSeconds },
    );
    const notes = [
      '`growth` is the CPU time divided by that with the fewest pending orders, in the same round.',
    ];
    return { ...answer, notes };
  },
};

async function placeAndCancel(
  bench: Bench,
  { name, running, stores }: Turn,
  orders: number,
): Promise<Record<string, number>> {
  const pids = { ...running.pids, ...bench.servers.pids };
  const counted = await running.count();
  const before = cpuOf(pids);
  const { url, headers } = running;
  const request = { url, headers, requests: [running.place()], repeat: orders, connections: 64 };
  const placed = (await bench.load.send(request)).answersMs.length;
  // Redis is asked, and not Postgres, which would read all orders of the tutorial.
  await sleep(windowSeconds * 1_000 + 200);
  while ((await dueAlarms(name, stores)) > 0) await sleep(20);
  const cpu = perOperation(before, cpuOf(pids), placed);
  const { cancelled, pending } = await running.count();
  const added = cancelled - counted.cancelled;
  bench.check(added === placed, `${name} cancelled each of ${placed} orders, not ${added}`);
  bench.check(pending === counted.pending, `${name} left the ${counted.pending} others pending`);
  return cpuFigures(cpu);
}
