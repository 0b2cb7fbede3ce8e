import { createLedger, type Ledger } from '@order-countdown/shared/ledger/ledger';
import { createPostgres } from '@order-countdown/shared/platform/postgres';
import type { Bench, Question } from '../harness/bench.ts';
import { withLimits } from '../harness/limits.ts';
import { cpuFigures, cpuOf, perOperation } from '../harness/measure.ts';
import { migrateOurs } from '../harness/ours.ts';
import type { Sample } from '../harness/samples.ts';
import type { Stores } from '../harness/stores.ts';

/** Of one sweep. */
const orders = 2_000;

export const question: Question = {
  asks: `How long does a sweep of ${orders} orders take with 0, 1 and 100 webhook endpoints? Postgres alone: nothing is delivered.`,
  columns: ['sweepMs', 'perSecond', 'cpuUs', 'postgresCpuUs'],
  async answer(bench) {
    const stores = await bench.servers.open();
    await migrateOurs(stores);
    const postgres = createPostgres({
      url: stores.databaseUrl,
      applicationName: 'bench',
      onConnectionError: () => undefined,
    });
    const samples: Sample[] = [];
    for (let round = 1; round <= bench.rounds; round += 1) {
      for (const endpoints of [0, 1, 100]) {
        await register(stores, endpoints);
        const figures = await sweep(bench, stores, createLedger(postgres));
        samples.push({ contender: 'order-countdown', case: `${endpoints} endpoints`, round, figures });
      }
    }
    await postgres.close();
    await stores.close();
    return withLimits(bench, { samples }, ['sweep'], bench.size(20_000, orders));
  },
};

async function register({ postgres }: Stores, endpoints: number): Promise<void> {
  await postgres.query('truncate webhook_endpoints, webhook_deliveries cascade');
  await postgres.query(
    `insert into webhook_endpoints (id, place, url, enabled, sealed_secret)
     select gen_random_uuid(), place, 'https://shop.example/' || place, true, '' from generate_series(1, $1::int) place`,
    [endpoints],
  );
}

async function sweep(bench: Bench, { postgres }: Stores, ledger: Ledger): Promise<Record<string, number>> {
  await postgres.query(
    `insert into orders (id, amount, currency, created_at, expires_at)
     select uuid_v7(now()), 100, 'EUR', now() - interval '1 hour', now() - interval '1 second'
     from generate_series(1, $1)`,
    [orders],
  );
  const pids = { client: process.pid, ...bench.servers.pids };
  const [startedAt, before] = [performance.now(), cpuOf(pids)];
  const swept = await ledger.sweep(orders);
  const sweepMs = performance.now() - startedAt;
  bench.check(swept.length === orders, `a sweep cancels ${orders} orders, not ${swept.length}`);
  const cpu = perOperation(before, cpuOf(pids), orders);
  return { sweepMs, perSecond: (orders / sweepMs) * 1_000, ...cpuFigures(cpu) };
}
