import { createCore, type Core } from '@order-countdown/shared/core';
import { createRegistry } from '@order-countdown/shared/metrics/registry';
import { loadConfig } from '@order-countdown/shared/platform/config';
import { createLogger, type Logger } from '@order-countdown/shared/platform/logger';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { workMetrics, type WorkMetrics } from '../../apps/worker/src/work-metrics.ts';
import type { TestContext } from './context.ts';

/** The core of a process, in the test's own process, for tests that call parts of a worker directly. */
export interface TestCore extends Core {
  /** Tests without Redis don't use it. */
  redis: Redis;
  logger: Logger;
  metrics: WorkMetrics;
  close(): Promise<void>;
}

/** @param stores the test's own Postgres and Redis databases */
export function openCore(
  stores: Pick<TestContext, 'databaseUrl' | 'redisUrl'>,
  env: Record<string, string> = {},
): TestCore {
  const config = loadConfig({ ...env, DATABASE_URL: stores.databaseUrl, REDIS_URL: stores.redisUrl });
  const logger = createLogger('test', 'silent');
  const registry = createRegistry();
  const metrics = workMetrics(registry);
  const core = createCore(config, logger, { name: 'test', registry, commands: [], observers: [metrics] });
  return {
    ...core,
    redis: core.redis!,
    logger,
    metrics,
    async close() {
      for (const { close } of core.closers) await close();
    },
  };
}
