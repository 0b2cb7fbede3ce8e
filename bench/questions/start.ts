import { setTimeout as sleep } from 'node:timers/promises';
import { startApi, startWorker } from '@order-countdown/test/processes';
import type { Bench, Question } from '../harness/bench.ts';
import { cpuUs, residentMiB } from '../harness/cpu.ts';
import { migrateOurs } from '../harness/ours.ts';
import type { Sample } from '../harness/samples.ts';
import type { Stores } from '../harness/stores.ts';

export const question: Question = {
  asks: 'How long after its start is a process ready, and what has it used until then?',
  columns: ['readyMs', 'cpuMs', 'residentMiB'],
  async answer(bench) {
    const stores = await bench.servers.open();
    await migrateOurs(stores);
    const samples: Sample[] = [];
    for (let round = 1; round <= bench.rounds; round += 1) {
      for (const [name, start] of Object.entries({ api: startApi, worker: startWorker })) {
        const figures = await untilReady(bench, stores, start);
        samples.push({ contender: 'order-countdown', case: name, round, figures });
      }
    }
    await stores.close();
    return { samples };
  },
};

async function untilReady(
  bench: Bench,
  stores: Stores,
  start: typeof startApi,
): Promise<Record<string, number>> {
  const startedAt = performance.now();
  const started = await start(stores);
  while (!(await fetch(`${started.url}/health/ready`)).ok) await sleep(5);
  const readyMs = performance.now() - startedAt;
  const pid = started.child.pid!;
  const figures = { readyMs, cpuMs: cpuUs(pid) / 1_000, residentMiB: residentMiB(pid) };
  const code = await started.end();
  bench.check(code === 0, `it stops with exit code 0, not ${code}`);
  return figures;
}
