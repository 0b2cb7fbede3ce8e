import type { Question } from '../harness/bench.ts';
import { contenders, expressAlone } from '../harness/contenders.ts';
import { withLimits } from '../harness/limits.ts';
import { allAnswered, casesOf, loadColumns, measureLoad } from '../harness/measure.ts';
import { takeTurns } from '../harness/turns.ts';

export const question: Question = {
  asks: 'How many orders per second can one api process place, how long does one take, and what CPU time does it cost?',
  columns: loadColumns,
  async answer(bench) {
    const answer = await takeTurns(
      bench,
      [...contenders, expressAlone],
      async ({ running, record, name, isLimit }) => {
        const { url, headers, pids } = running;
        const before = await running.count();
        const warmUp = bench.size(3_000, 10);
        const request = { url, headers, requests: [running.place()] };
        await bench.load.send({ ...request, repeat: warmUp, connections: 64 });
        let placed = warmUp;
        for (const { label, connections, operations } of casesOf(bench)) {
          const { report, figures } = await measureLoad(bench, pids, {
            ...request,
            repeat: operations,
            connections,
          });
          bench.check(allAnswered(report, 201), `${name} placed each of ${operations} orders`);
          placed += operations;
          record(label, figures);
        }
        const added = (await running.count()).pending - before.pending;
        bench.check(
          isLimit || added === placed,
          `the ledger of ${name} holds ${placed} orders more, not ${added}`,
        );
      },
    );
    return withLimits(bench, answer, ['insert', 'add-alarms']);
  },
};
