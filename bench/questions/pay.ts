import type { Question } from '../harness/bench.ts';
import { contenders, expressAlone } from '../harness/contenders.ts';
import { withLimits } from '../harness/limits.ts';
import { casesOf, isAnswered, loadColumns, measureLoad } from '../harness/measure.ts';
import { takeTurns } from '../harness/turns.ts';

export const question: Question = {
  asks: 'How many orders per second can one api process mark as paid, how long does one take, and what CPU time does it cost?',
  columns: loadColumns,
  mayBeZero: ['refused'],
  async answer(bench) {
    const all = [...contenders, expressAlone];
    const answer = await takeTurns(bench, all, async ({ running, record, name, isLimit }) => {
      const { url, headers, pids } = running;
      const cases = casesOf(bench);
      const warmUp = bench.size(2_000, 10);
      const payments = cases.reduce((sum, { operations }) => sum + operations, warmUp);
      const before = await running.count();
      const placing = { url, headers, requests: [running.place()], repeat: payments, connections: 64 };
      // A busy machine has some orders refused.
      let ids: string[] = [];
      while (ids.length < payments) {
        await bench.load.send(placing);
        ids = await running.pendingIds();
      }
      const pay = (count: number, connections: number) => {
        const requests = ids.splice(0, count).map((id) => running.pay(id));
        return measureLoad(bench, pids, { url, headers, requests, connections });
      };
      let paid = (await pay(warmUp, 64)).report.answersMs.length;
      for (const { label, connections, operations } of cases) {
        const { report, figures } = await pay(operations, connections);
        bench.check(isAnswered(report, operations, 200), `${name} answered each of ${operations} requests`);
        paid += report.answersMs.length;
        record(label, figures);
      }
      const added = (await running.count()).paid - before.paid;
      bench.check(isLimit || added === paid, `${name} has ${paid} paid orders more, not ${added}`);
    });
    return withLimits(bench, answer, ['update', 'remove-alarms']);
  },
};
