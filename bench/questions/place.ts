import type { Question } from '../harness/bench.ts';
import { contenders, expressAlone } from '../harness/contenders.ts';
import { oursAlone } from '../harness/ours.ts';
import { withLimits } from '../harness/limits.ts';
import { casesOf, isAnswered, loadColumns, measureLoad } from '../harness/measure.ts';
import { takeTurns } from '../harness/turns.ts';

export const question: Question = {
  asks: 'How many orders per second can one api process place, how long does one take, and what CPU time does it cost?',
  columns: loadColumns,
  mayBeZero: ['refused'],
  async answer(bench) {
    const all = [...contenders, ...bench.size([oursAlone], []), expressAlone];
    const answer = await takeTurns(bench, all, async ({ running, record, name, isLimit }) => {
      const { url, headers, pids } = running;
      const before = await running.count();
      const request = { url, headers, requests: [running.place()] };
      const warmUp = { ...request, repeat: bench.size(3_000, 10), connections: 64 };
      let placed = (await bench.load.send(warmUp)).answersMs.length;
      for (const { label, connections, operations } of casesOf(bench)) {
        const placing = { ...request, repeat: operations, connections };
        const { report, figures } = await measureLoad(bench, pids, placing);
        bench.check(isAnswered(report, operations, 201), `${name} answered each of ${operations} requests`);
        placed += report.answersMs.length;
        record(label, figures);
      }
      const added = (await running.count()).pending - before.pending;
      bench.check(isLimit || added === placed, `${name} has ${placed} orders more, not ${added}`);
    });
    return withLimits(bench, answer, ['insert', 'add-alarms']);
  },
};
