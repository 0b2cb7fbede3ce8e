import type { Question } from '../harness/bench.ts';
import { contenders, expressAlone } from '../harness/contenders.ts';
import { withLimits } from '../harness/limits.ts';
import { allAnswered, casesOf, loadColumns, measureLoad } from '../harness/measure.ts';
import { takeTurns } from '../harness/turns.ts';

export const question: Question = {
  asks: 'How many orders per second can one api process mark as paid, how long does one take, and what CPU time does it cost?',
  columns: loadColumns,
  async answer(bench) {
    const answer = await takeTurns(
      bench,
      [...contenders, expressAlone],
      async ({ running, record, name, isLimit }) => {
        const { url, headers, pids } = running;
        const cases = casesOf(bench);
        const warmUp = bench.size(2_000, 10);
        const all = cases.reduce((sum, { operations }) => sum + operations, warmUp);
        const before = await running.count();
        const placing = { url, headers, requests: [running.place()], repeat: all, connections: 64 };
        await bench.load.send(placing);
        const ids = await running.pendingIds();
        const pay = (count: number, connections: number) => {
          const requests = ids.splice(0, count).map((id) => running.pay(id));
          return measureLoad(bench, pids, { url, headers, requests, connections });
        };
        await pay(warmUp, 64);
        for (const { label, connections, operations } of cases) {
          const { report, figures } = await pay(operations, connections);
          bench.check(allAnswered(report, 200), `${name} marked each of ${operations} orders as paid`);
          record(label, figures);
        }
        const paid = (await running.count()).paid - before.paid;
        bench.check(
          isLimit || paid === all,
          `the ledger of ${name} holds ${all} paid orders more, not ${paid}`,
        );
      },
    );
    return withLimits(bench, answer, ['update', 'remove-alarms']);
  },
};
