import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Redis } from '@order-countdown/shared/redis/connection';
import type { AlarmLayout } from '@order-countdown/shared/redis/layout';
import { acquireLease } from '@order-countdown/shared/redis/lease';
import { otherLayouts, removeLayout } from '@order-countdown/shared/redis/leftovers';
import { readMark } from './follow-mark.ts';

export interface LeftoversDependencies {
  ledger: Pick<Ledger, 'moment'>;
  redis: Redis;
  layout: AlarmLayout;
  logger: Logger;
}

/** Its workers follow the ledger once a second, unless they are gone, or Redis or Postgres is away for as long. */
const goneAfterMs = 60_000;

const leaseLifetimeMs = 60_000;

/**
 * After `ALARM_SHARDS` was changed and the last worker with its former value has gone, removes the alarms that nobody would
 * consume. Until then each layout is kept right by its own workers, so that either may be the one that stays.
 */
export async function removeLeftovers(
  { ledger, redis, layout, logger }: LeftoversDependencies,
  signal: AbortSignal,
): Promise<void> {
  if (redis.status !== 'ready') return;
  const others = await otherLayouts(redis, layout);
  if (others.length === 0) return;
  const lease = await acquireLease(redis, 'leftovers', leaseLifetimeMs);
  if (!lease) return;
  try {
    const now = (await ledger.moment()).at.getTime();
    for (const other of others) {
      const mark = await readMark(redis, other.tag);
      if (mark && now - mark.upTo.at.getTime() < goneAfterMs) continue;
      const alarms = await removeLayout(redis, other, signal);
      if (alarms > 0) {
        logger.info(
          { alarms, shards: other.shards.length },
          'removed the alarms of a former number of shards',
        );
      }
    }
  } finally {
    await lease.release().catch(() => undefined);
  }
}
