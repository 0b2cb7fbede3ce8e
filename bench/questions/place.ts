import type { Question } from '../harness/bench.ts';
import { contenders } from '../harness/contenders.ts';
import { allAnswered, measureLoad } from '../harness/measure.ts';
import { takeTurns } from '../harness/turns.ts';

export const question: Question = {
  asks: 'How many orders per second can one api process place, how long does one take, and what CPU time does it cost?',
  columns: ['perSecond', 'p50Ms', 'p99Ms', 'cpuUs', 'apiCpuUs', 'workerCpuUs', 'postgresCpuUs', 'redisCpuUs'],
  answer: (bench) =>
    takeTurns(bench, contenders, async ({ url, headers, pids, place, count }, record, _stores, name) => {
      const send = (connections: number, orders: number) =>
        measureLoad(bench, pids, { url, headers, requests: [place()], repeat: orders, connections });
      const warmUp = bench.size(3_000, 50);
      await send(64, warmUp);
      let placed = warmUp;
      for (const connections of [1, 64, 256]) {
        const orders = bench.size(connections === 1 ? 1_500 : 10_000, connections === 1 ? 20 : 256);
        const { report, figures } = await send(connections, orders);
        bench.check(allAnswered(report, 201), `${name} placed each of ${orders} orders`);
        placed += orders;
        record(connections === 1 ? '1 connection' : `${connections} connections`, figures);
      }
      const { pending } = await count();
      bench.check(pending === placed, `the ledger of ${name} holds ${placed} orders, not ${pending}`);
    }),
};
