import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Connection } from '@order-countdown/shared/redis/answering';
import type { Leftover } from '@order-countdown/shared/redis/leftovers';
import type { Marks } from '@order-countdown/shared/redis/marks';
import { readMark } from './follow-mark.ts';

export interface LeftoversDependencies {
  ledger: Pick<Ledger, 'moment'>;
  connection: Pick<Connection, 'status'>;
  marks: Pick<Marks, 'acquireLease'>;
  findLeftovers: () => Promise<Leftover[]>;
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
  { ledger, connection, marks, findLeftovers, logger }: LeftoversDependencies,
  signal: AbortSignal,
): Promise<void> {
  if (connection.status !== 'ready') return;
  const leftovers = await findLeftovers();
  if (leftovers.length === 0) return;
  const lease = await marks.acquireLease('leftovers', leaseLifetimeMs);
  if (!lease) return;
  try {
    const now = (await ledger.moment()).at.getTime();
    for (const leftover of leftovers) {
      const mark = await readMark(leftover.marks);
      if (mark && now - mark.upTo.at.getTime() < goneAfterMs) continue;
      const alarms = await leftover.remove(signal);
      if (alarms > 0) {
        logger.info({ alarms, shards: leftover.shards }, 'removed the alarms of a former number of shards');
      }
    }
  } finally {
    await lease.release().catch(() => undefined);
  }
}
