import type { Question } from '../harness/bench.ts';
import { expressAlone, expressAuthenticated, tutorial } from '../harness/contenders.ts';
import { casesOf, isAnswered, loadColumns, measureLoad } from '../harness/measure.ts';
import { ours } from '../harness/ours.ts';
import { takeTurns } from '../harness/turns.ts';

export const question: Question = {
  asks: 'How many countdowns per second can one api process read, and how near does that come to what Express can do?',
  columns: loadColumns.filter((column) => column !== 'workerCpuUs'),
  mayBeZero: ['refused'],
  answer: (bench) =>
    takeTurns(
      bench,
      [ours, tutorial, expressAlone, expressAuthenticated],
      async ({ running, record, name }) => {
        const { url, headers, pids } = running;
        const placing = { url, headers, requests: [running.place()], repeat: bench.size(2_000, 20) };
        await bench.load.send({ ...placing, connections: 64 });
        const ids = (await running.pendingIds()).slice(-2_000);
        const requests = ids.map((id) => running.countdown(id));
        await bench.load.send({ url, headers, requests, repeat: bench.size(4_000, 10), connections: 64 });
        for (const { label, connections, operations } of casesOf(bench)) {
          const repeat = operations * bench.size(2, 1);
          const request = { url, headers, requests, repeat, connections };
          const { report, figures } = await measureLoad(bench, pids, request);
          bench.check(isAnswered(report, repeat, 200), `${name} answered each of ${repeat} reads`);
          record(label, figures);
        }
      },
    ),
};
