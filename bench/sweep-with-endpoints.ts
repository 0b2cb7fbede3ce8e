import { startThrowawayPostgres } from '@order-countdown/local-services/throwaway';
import { createLedger } from '@order-countdown/shared/ledger/ledger';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { createPostgres } from '@order-countdown/shared/platform/postgres';
import { quantile } from './stack.ts';

/** How long does a sweep of 2,000 orders take with 0, 1 and 100 webhook endpoints? Postgres alone, nothing delivers. */
const batch = 2_000;
const sweeps = 9;

const server = await startThrowawayPostgres({ durable: true });
await migrate(server.url, createLogger('bench', 'warn'));
const postgres = createPostgres({
  url: server.url,
  applicationName: 'bench',
  onConnectionError: () => undefined,
});
const ledger = createLedger(postgres);

for (const endpoints of [0, 1, 100]) {
  await postgres.query('truncate webhook_endpoints, webhook_deliveries cascade');
  await postgres.query(
    `insert into webhook_endpoints (id, place, url, enabled, sealed_secret)
     select gen_random_uuid(), place, 'https://shop.example/' || place, true, '' from generate_series(1, $1::int) place`,
    [endpoints],
  );
  const durationsMs: number[] = [];
  for (let n = 0; n < sweeps; n += 1) {
    await postgres.query(
      `insert into orders (id, amount, currency, created_at, expires_at)
       select gen_random_uuid(), 100, 'EUR', now() - interval '1 hour', now() - interval '1 second'
       from generate_series(1, $1)`,
      [batch],
    );
    const startedAt = performance.now();
    await ledger
      .sweep(batch)
      .catch((error: Error) => console.log(`${endpoints} endpoints: ${error.message}`));
    durationsMs.push(performance.now() - startedAt);
  }
  const [p50, max] = [0.5, 1].map((q) => Math.round(quantile(durationsMs, q)));
  console.log(`${endpoints} endpoints: ${batch} orders in ${p50} ms, at most ${max} ms`);
}
await postgres.close();
await server.stop();
