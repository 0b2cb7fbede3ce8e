import { setTimeout as sleep } from 'node:timers/promises';
import { reconciledKey } from '@order-countdown/shared/redis/reconciled';
import type { Bench, Question } from '../harness/bench.ts';
import type { Running } from '../harness/contender.ts';
import { cpuFigures, cpuOf, perOperation } from '../harness/measure.ts';
import { ours } from '../harness/ours.ts';
import { reconciled, seed, setAlarms } from '../harness/seed.ts';
import { startPlacing } from '../harness/steady.ts';
import type { Stores } from '../harness/stores.ts';
import { takeTurns } from '../harness/turns.ts';

const placedPerSecond = 50;

export const question: Question = {
  asks: 'Redis lost its data, or was restarted with all of it, while many orders are pending. How long until it agrees with Postgres again, and how soon does the api answer meanwhile?',
  columns: [
    'reconciledMs',
    'placeP50Ms',
    'placeP99Ms',
    'cpuUs',
    'workerCpuUs',
    'postgresCpuUs',
    'redisCpuUs',
  ],
  async answer(bench) {
    const orders = bench.size(1_000_000, 1_000);
    const rounds = Math.min(3, bench.rounds);
    const answer = await takeTurns(
      { ...bench, rounds },
      [ours],
      async ({ running, stores, record, name }) => {
        await seed(name, stores, { orders, dueInSeconds: 7_200, spreadSeconds: 3_600 });
        await stores.postgres.query('vacuum analyze orders');
        await stores.postgres.query('checkpoint');
        record('before', await answers(bench, running));
        const losses = {
          'an empty Redis': () => stores.redis.flushdb(),
          'nothing missing': () => stores.redis.del(reconciledKey),
        };
        for (const [label, lose] of Object.entries(losses)) {
          record(label, await reconcile(bench, running, stores, lose));
          bench.check(await agree(name, running, stores), 'each pending order has an alarm');
        }
      },
    );
    const notes = [
      `${orders} orders are pending, and ${placedPerSecond} a second are placed meanwhile. CPU time is per pending order.`,
    ];
    return { ...answer, notes };
  },
};

async function reconcile(
  bench: Bench,
  running: Running,
  stores: Stores,
  lose: () => Promise<unknown>,
): Promise<Record<string, number>> {
  const { pending } = await running.count();
  const pids = { ...running.pids, ...bench.servers.pids };
  const placing = startPlacing(running, placedPerSecond);
  const [startedAt, before] = [performance.now(), cpuOf(pids)];
  await lose();
  await reconciled(stores);
  const reconciledMs = performance.now() - startedAt;
  const cpu = perOperation(before, cpuOf(pids), pending);
  return { reconciledMs, ...(await placing.stop()), ...cpuFigures(cpu) };
}

async function answers(bench: Bench, running: Running): Promise<Record<string, number>> {
  const placing = startPlacing(running, placedPerSecond);
  await sleep(bench.size(10_000, 200));
  return placing.stop();
}

/** What was being written when the data was lost is told again within seconds. */
async function agree(name: string, running: Running, stores: Stores): Promise<boolean> {
  const giveUpAt = performance.now() + 10_000;
  while (performance.now() < giveUpAt) {
    if ((await setAlarms(name, stores)) === (await running.count()).pending) return true;
    await sleep(100);
  }
  return false;
}
