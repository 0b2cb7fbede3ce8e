import { setTimeout as sleep } from 'node:timers/promises';
import {
  clearDropped,
  dropMonth,
  forgetKeysOf,
  readOldestMonthAge,
  readOldMonths,
} from '@order-countdown/shared/ledger/retention';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Postgres } from '@order-countdown/shared/platform/postgres';
import type { Registry } from 'prom-client';
import { retentionMetrics, type RetentionMetrics } from './retention-metrics.ts';

interface RetentionDependencies {
  postgres: Postgres;
  logger: Logger;
  metrics: RetentionMetrics;
  /** `RETENTION_DAYS`. */
  days: number;
  /** Milliseconds between two tries to get the lock. Default: 5 s. */
  pauseMs?: number;
}

/** Each try may keep everybody waiting for a moment, so it is not made again and again. */
const maxTries = 20;

/**
 * Drops the months of orders that ended more than `days` days ago, once nothing of them is open. Needs Postgres alone. Several
 * workers may do so at once: the database lets one of them.
 */
async function dropOldMonths(
  { postgres, logger, metrics, days, pauseMs = 5_000 }: RetentionDependencies,
  signal: AbortSignal,
): Promise<void> {
  for (const month of await readOldMonths(postgres, days)) {
    if (Object.keys(month.kept).length === 0) await forgetKeysOf(postgres, month, signal);
  }
  for (let tries = 0, dropped = 0; tries < maxTries && !signal.aborted; tries++) {
    const outcome = await dropMonth(postgres, days);
    if (outcome === 'none') break;
    if (outcome === 'dropped') {
      tries = 0;
      dropped++;
      logger.info({ months: dropped }, 'dropped a month of orders');
    } else if (tries + 1 === maxTries) {
      logger.warn('the oldest month of orders is in use and could not be dropped');
    } else {
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
  await clearDropped(postgres, signal);
  if (signal.aborted) return;
  metrics.kept(await readOldMonths(postgres, days), await readOldestMonthAge(postgres));
}

/** The task of a worker, with its metrics: see {@link dropOldMonths}. */
export function createRetention(
  dependencies: Pick<RetentionDependencies, 'postgres' | 'logger'>,
  registry: Registry,
  days: number,
): (signal: AbortSignal) => Promise<void> {
  const retention = { ...dependencies, metrics: retentionMetrics(registry), days };
  return (signal) => dropOldMonths(retention, signal);
}
