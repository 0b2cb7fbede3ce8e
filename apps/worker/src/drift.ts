import type { Alarm } from '@order-countdown/shared/redis/alarm';
import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { WorkMetrics } from './work-metrics.ts';
import { requestReconciliation } from '@order-countdown/shared/redis/reconciled';
import type { Connection } from '@order-countdown/shared/redis/answering';
import type { Shards } from '@order-countdown/shared/redis/shards';

export interface DriftDependencies {
  ledger: Pick<Ledger, 'countRunning'>;
  alarm: Pick<Alarm, 'count'>;
  connection: Connection;
  shards: Pick<Shards, 'each'>;
  logger: Logger;
  metrics: Pick<WorkMetrics, 'counted'>;
}

/** Orders start and end between the two counts, so a difference of up to this share of the orders is normal. */
const tolerance = 0.001;

/**
 * Compares the number of running countdowns with the number of alarms still to come. This detects losses that nobody
 * could report, such as a process killed between its commit and its write to Redis. A difference in two checks in a
 * row requests reconciliation. While Redis is down, only the countdowns are counted.
 */
export function createDriftCheck(dependencies: DriftDependencies): () => Promise<void> {
  const { ledger, alarm, connection, shards, logger, metrics } = dependencies;
  let wasDrifting = false;

  return async function checkDrift() {
    const countAlarms = connection.status === 'ready' ? alarm.count() : null;
    const [orders, alarms] = await Promise.all([ledger.countRunning(), countAlarms]);
    metrics.counted(orders, alarms);
    if (alarms === null) return;
    const isDrifting = Math.abs(alarms - orders) > orders * tolerance;
    if (isDrifting && wasDrifting) {
      logger.warn({ orders, alarms }, 'alarms and pending orders differ, reconciliation requested');
      await requestReconciliation(shards.each);
    }
    wasDrifting = isDrifting && !wasDrifting;
  };
}
