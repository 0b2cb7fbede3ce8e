import type { Question } from '../harness/bench.ts';
import { expressAlone } from '../harness/contenders.ts';
import { measureAlone } from '../harness/limits.ts';
import { isAnswered, measureLoad } from '../harness/measure.ts';
import { migrateOurs, ours } from '../harness/ours.ts';
import { takeTurns } from '../harness/turns.ts';
import type { PartName } from '../limits/parts.ts';

/** In the order in which a request meets them. */
const parts: readonly PartName[] = [
  'recall the token',
  'count the request',
  'read the body',
  'write the order',
  'set alarm and countdown',
  'sign the view token',
  'write the answer',
  'log and measure',
];

const whole = 'all, by HTTP';

export const question: Question = {
  asks: 'What CPU time does each part of placing an order cost by itself, and all of them together?',
  columns: ['cpuUs', 'apiCpuUs', 'postgresCpuUs', 'redisCpuUs'],
  async answer(bench) {
    const answer = await takeTurns(bench, [ours, expressAlone], async ({ running, record, name }) => {
      const { url, headers, pids } = running;
      const [connections, orders] = bench.size([256, 10_000], [32, 64]);
      const request = { url, headers, requests: [running.place()], connections };
      await bench.load.send({ ...request, repeat: bench.size(3_000, 32) });
      const { report, figures } = await measureLoad(bench, pids, { ...request, repeat: orders });
      bench.check(isAnswered(report, orders, 201), `${name} answered each of ${orders} requests`);
      record(name === ours.name ? whole : 'a request that does nothing', figures);
    });
    for (let round = 1; round <= bench.rounds; round += 1) {
      for (const part of parts) {
        bench.progress(`round ${round} of ${bench.rounds}: ${part}`);
        const orders = bench.size(51_200, 256);
        const figures = await measureAlone(bench, '../limits/parts.ts', part, orders, migrateOurs);
        answer.samples.push({ contender: ours.name, case: part, round, figures });
      }
    }
    const notes = [
      'Each part runs in a process of its own, 256 at once; those that gather calls do so. The worker is not counted.',
    ];
    return { ...answer, notes };
  },
};
