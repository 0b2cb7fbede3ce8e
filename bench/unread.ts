import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startThrowawayPostgres, startThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { startApi } from '@order-countdown/test/processes';
import { watchWeight } from '@order-countdown/test/weight';
import { quantile } from './stack.ts';

/**
 * What do clients that never read cost an api process, and how soon is its health answered meanwhile? Each row has a
 * process of its own, and is watched for 10 s from the moment at which all are connected. Linux only.
 */
const rows: [connections: number, requests: number, path: string][] = [
  [1_000, 0, '/'],
  [12_000, 0, '/'],
  [6, 1_000, '/openapi.json'],
  [10, 1_000, '/openapi.json'],
  [1_000, 20, '/health/live'],
  [1_000, 200, '/openapi.json'],
  [12_000, 1, '/openapi.json'],
  [12_000, 20, '/openapi.json'],
];
const only = process.argv.slice(2).map(Number);

const [postgres, redis] = await Promise.all([startThrowawayPostgres(), startThrowawayRedis()]);
await migrate(postgres.url, createLogger('bench', 'warn'));

for (const [index, [connections, requests, path]] of rows.entries()) {
  if (only.length > 0 && !only.includes(index)) continue;
  const api = await startApi({ databaseUrl: postgres.url, redisUrl: redis.url });
  const watch = watchWeight(api);
  const args = [api.url, String(connections), String(requests), path];
  const clients = fork(fileURLToPath(new URL('unread-clients.ts', import.meta.url)), args);
  await once(clients, 'message');
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  await watch.stop();
  console.log(
    `${connections} connections with ${requests} unread requests of ${path} each: ` +
      `+${watch.addedMiB().toFixed(0)} MiB; health p50 ${quantile(watch.probes, 0.5).toFixed(0)} ms, ` +
      `p99 ${quantile(watch.probes, 0.99).toFixed(0)} ms, slowest ${Math.max(...watch.probes).toFixed(0)} ms`,
  );
  clients.kill();
  await api.end();
}
await Promise.all([postgres.stop(), redis.stop()]);
