import { checkPromises, promises } from '@order-countdown/promises/check';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { createLayout, type AlarmLayout } from '@order-countdown/shared/redis/layout';
import type { Client } from 'pg';
import { checkHistory, type Violation } from './check-history.ts';
import { checks } from './checks.ts';
import { readLedger } from './read-ledger.ts';
import { readRedis } from './read-redis.ts';
import { countRepeatedWebhooks } from './repeated-webhooks.ts';
import type { CheckOptions } from './run.ts';

export interface RunReport {
  violations: Violation[];
  /** Webhooks that came again after they had been acknowledged: allowed around faults. */
  repeatedWebhooks: number;
  /** How many promises were checked. */
  promises: number;
  /** How many orders the ledger holds. */
  orders: number;
}

/**
 * Reads the final state, and checks the history and all promises of packages/promises. Call it when the clients are
 * quiet and while the receivers still answer.
 */
export async function checkRun(
  { postgres, redis, layout = createLayout(1) }: { postgres: Client; redis: Redis; layout?: AlarmLayout },
  options: Omit<CheckOptions, 'state'>,
): Promise<RunReport> {
  const state = { ...(await readLedger(postgres)), redis: await readRedis(redis, layout) };
  const breaks = await checkPromises({ postgres, redis, layout, sweepIntervalMs: options.sweepIntervalMs });
  return {
    violations: checkHistory({ ...options, state, breaks }),
    repeatedWebhooks: countRepeatedWebhooks(options.history, state),
    promises: new Set([...checks.map(({ name }) => name), ...Object.keys(promises)]).size,
    orders: state.orders.size,
  };
}
