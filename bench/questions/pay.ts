import type { Question } from '../harness/bench.ts';
import { contenders } from '../harness/contenders.ts';
import { allAnswered, measureLoad } from '../harness/measure.ts';
import { takeTurns } from '../harness/turns.ts';

export const question: Question = {
  asks: 'How many orders per second can one api process mark as paid, how long does one take, and what CPU time does it cost?',
  columns: ['perSecond', 'p50Ms', 'p99Ms', 'cpuUs', 'apiCpuUs', 'workerCpuUs', 'postgresCpuUs', 'redisCpuUs'],
  answer: (bench) =>
    takeTurns(bench, contenders, async (running, record, _stores, name) => {
      const { url, headers, pids } = running;
      const cases = [1, 64, 256].map((connections) => ({
        connections,
        orders: bench.size(connections === 1 ? 1_500 : 8_000, connections === 1 ? 20 : 256),
      }));
      const warmUp = bench.size(2_000, 50);
      const all = cases.reduce((sum, { orders }) => sum + orders, warmUp);
      await bench.load.send({ url, headers, requests: [running.place()], repeat: all, connections: 64 });
      const ids = await running.pendingIds();
      const pay = (orders: number, connections: number) => {
        const requests = ids.splice(0, orders).map(running.pay);
        return measureLoad(bench, pids, { url, headers, requests, connections });
      };
      await pay(warmUp, 64);
      for (const { connections, orders } of cases) {
        const { report, figures } = await pay(orders, connections);
        bench.check(allAnswered(report, 200), `${name} marked each of ${orders} orders as paid`);
        record(connections === 1 ? '1 connection' : `${connections} connections`, figures);
      }
      const { paid, pending } = await running.count();
      bench.check(paid === all && pending === 0, `${name} has ${all} paid orders, not ${paid}`);
    }),
};
