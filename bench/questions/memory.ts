import type { Question } from '../harness/bench.ts';
import { tutorial } from '../harness/contenders.ts';
import { checkEarly } from '../harness/early.ts';
import { residentMiB } from '../harness/cpu.ts';
import { ours } from '../harness/ours.ts';
import { startSteadyLoad } from '../harness/steady.ts';
import { takeTurns } from '../harness/turns.ts';

const perSecond = 200;

export const question: Question = {
  asks: `How much memory does each process take after ten minutes of ${perSecond} orders per second, all of which are cancelled?`,
  columns: ['apiMiB', 'workerMiB', 'redisMiB'],
  async answer(bench) {
    const minutes = 10;
    const seconds = bench.size(60, 0.5);
    const answer = await takeTurns(
      { ...bench, rounds: 1 },
      [ours, tutorial],
      async ({ running, record, name }) => {
        const load = startSteadyLoad(running);
        const pids: Record<string, number> = { ...running.pids, redis: bench.servers.pids.redis };
        for (let minute = 1; minute <= minutes; minute += bench.size(1, minutes)) {
          bench.progress(`${name}: minute ${minute} of ${minutes}`);
          const report = await load.offer({ perSecond, seconds, connections: 64, maxWaiting: 10_000 });
          const placed = report.answersMs['201']?.length ?? 0;
          bench.check(placed > 0 && report.failed === 0, `${name} answered all who placed orders`);
          const resident = Object.entries(pids).map(([key, pid]) => [`${key}MiB`, residentMiB(pid)]);
          record(bench.size(`minute ${minute}`, 'at once'), Object.fromEntries(resident));
        }
        load.stop();
        const { early } = await running.count();
        checkEarly(bench, name, early);
      },
      { windowSeconds: bench.size(5, 1) },
    );
    return {
      ...answer,
      notes: ['Resident memory. Redis still has what earlier contenders made it allocate.'],
    };
  },
};
