import type { Alarm } from '@order-countdown/shared/redis/alarm';
import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { WorkMetrics } from './work-metrics.ts';
import { requestReconciliation } from '@order-countdown/shared/redis/reconciled';
import type { Redis } from '@order-countdown/shared/redis/connection';

export interface DriftDependencies {
  ledger: Pick<Ledger, 'countRunning'>;
  alarm: Pick<Alarm, 'count'>;
  redis: Redis;
  logger: Logger;
  metrics: Pick<WorkMetrics, 'counted'>;
}

/** Orders come and go between the two counts. So much of them may differ without anything being lost. */
const tolerance = 0.001;

/**
 * Compares how many countdowns are running with how many alarms are to come. That finds what nobody
 * could report: a process that was killed between its commit and its word to Redis. A difference
 * seen twice in a row asks for reconciliation. While Redis is away only the countdowns are counted.
 */
export function createDriftCheck(dependencies: DriftDependencies): () => Promise<void> {
  const { ledger, alarm, redis, logger, metrics } = dependencies;
  let wasDrifting = false;

  return async function checkDrift() {
    const countAlarms = redis.status === 'ready' ? alarm.count() : null;
    const [orders, alarms] = await Promise.all([ledger.countRunning(), countAlarms]);
    metrics.counted(orders, alarms);
    if (alarms === null) return;
    const isDrifting = Math.abs(alarms - orders) > orders * tolerance;
    if (isDrifting && wasDrifting) {
      logger.warn({ orders, alarms }, 'alarms and pending orders differ, to be reconciled');
      await requestReconciliation(redis);
    }
    wasDrifting = isDrifting && !wasDrifting;
  };
}
