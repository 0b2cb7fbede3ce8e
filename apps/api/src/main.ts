import cluster from 'node:cluster';
import { loadConfig } from '@order-countdown/shared/platform/config';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { isClusterUrl } from '@order-countdown/shared/platform/redis-url';
import { runMain } from '@order-countdown/shared/platform/run-main';
import { wantsTraces } from '@order-countdown/shared/platform/tracing';

/** The modules of a process that serves take time and memory, so a primary doesn't load them, nor do others load its own. */
await runMain('api', async () => {
  const config = loadConfig();
  if (cluster.isPrimary && isClusterUrl(config.REDIS_URL)) {
    const { requireClusterVersion } = await import('@order-countdown/shared/redis/cluster-version');
    await requireClusterVersion(config.REDIS_URL);
  }
  const isAlone = config.API_PROCESSES === 1;
  const logger = createLogger('api', config.LOG_LEVEL, !isAlone, wantsTraces(config));
  if (!isAlone && cluster.isPrimary) {
    const { startPrimary } = await import('./cluster/primary.ts');
    return await startPrimary(config.API_PROCESSES, logger);
  }
  const { alone, joinInstance } = await import('./cluster/instance.ts');
  const { startProcess } = await import('./process.ts');
  // The primary passes the number.
  const instance = isAlone ? alone() : joinInstance(Number(process.argv[2]), config.API_PROCESSES);
  await startProcess(config, logger, instance);
});
