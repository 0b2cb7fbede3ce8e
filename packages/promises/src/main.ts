import { loadStoresConfig } from '@order-countdown/shared/platform/config';
import { loadEnvFile } from '@order-countdown/shared/platform/env-file';
import { isClusterUrl } from '@order-countdown/shared/platform/redis-url';
import { createToolRedis } from '@order-countdown/shared/redis/connection';
import { createLayout } from '@order-countdown/shared/redis/layout';
import { runMain } from '@order-countdown/shared/platform/run-main';
import { Client } from 'pg';
import { checkPromises, promises, type Break } from './check.ts';

const shownBreaks = 5;

/**
 * `npm run promises`: checks all promises against DATABASE_URL and REDIS_URL, and prints a line for each.
 * Exit code 1: at least one is broken.
 */
await runMain('promises', async () => {
  loadEnvFile();
  const config = loadStoresConfig();
  const postgres = new Client({
    connectionString: config.DATABASE_URL,
    application_name: 'order-countdown-promises',
  });
  const redis = createToolRedis(config.REDIS_URL);
  const layout = createLayout(config.ALARM_SHARDS, isClusterUrl(config.REDIS_URL));
  await postgres.connect();
  try {
    const breaks = await checkPromises({
      postgres,
      redis,
      layout,
      sweepIntervalMs: config.SWEEP_INTERVAL_MS,
    });
    report(Map.groupBy(breaks, ({ promise }) => promise));
    process.exitCode = breaks.length > 0 ? 1 : 0;
  } finally {
    redis.disconnect();
    await postgres.end();
  }
});

function report(broken: ReadonlyMap<string, Break[]>): void {
  for (const [name, promise] of Object.entries(promises)) {
    const breaks = broken.get(name) ?? [];
    console.log(`${breaks.length === 0 ? 'kept  ' : 'BROKEN'}  ${name}: ${promise}`);
    for (const { orderId, detail } of breaks.slice(0, shownBreaks))
      console.log(`        ${orderId}: ${detail}`);
    if (breaks.length > shownBreaks) console.log(`        and ${breaks.length - shownBreaks} more`);
  }
}
