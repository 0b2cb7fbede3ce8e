import { directUrlOf, loadStoresConfig } from '@order-countdown/shared/platform/config';
import { withoutRedis } from '@order-countdown/shared/platform/config-values';
import { loadEnvFile } from '@order-countdown/shared/platform/env-file';
import { isClusterUrl } from '@order-countdown/shared/platform/redis-url';
import { createToolRedis } from '@order-countdown/shared/redis/connection';
import { createLayout } from '@order-countdown/shared/redis/layout';
import { runMain } from '@order-countdown/shared/platform/run-main';
import { Client } from 'pg';
import { checkPromises, promises, type Break } from './check.ts';

const shownBreaks = 5;

/**
 * `npm run promises`: checks all promises against DATABASE_URL, or DATABASE_DIRECT_URL, and REDIS_URL, and prints a line for each.
 * Exit code 1: at least one is broken.
 */
await runMain('promises', async () => {
  loadEnvFile();
  const config = loadStoresConfig();
  const postgres = new Client({
    connectionString: directUrlOf(config),
    application_name: 'order-countdown-promises',
  });
  const redis = config.REDIS_URL === withoutRedis ? withoutRedis : createToolRedis(config.REDIS_URL);
  const layout = createLayout(config.ALARM_SHARDS, isClusterUrl(config.REDIS_URL));
  await postgres.connect();
  try {
    // The role of the app has a limit, but this reads whole tables.
    await postgres.query('set statement_timeout = 0');
    const breaks = await checkPromises({
      postgres,
      redis,
      layout,
      sweepIntervalMs: config.SWEEP_INTERVAL_MS,
    });
    report(Map.groupBy(breaks, ({ promise }) => promise));
    process.exitCode = breaks.length > 0 ? 1 : 0;
  } finally {
    if (redis !== withoutRedis) redis.disconnect();
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
