import type { Changes } from '@order-countdown/shared/changes';
import type { Ledger } from '@order-countdown/shared/ledger';
import type { Logger } from '@order-countdown/shared/logger';
import type { DecisionObserver } from '@order-countdown/shared/metrics/measured';

export interface RemindDependencies {
  ledger: Pick<Ledger, 'remind'>;
  changes: Changes;
  logger: Logger;
  decisions: DecisionObserver;
}

const batchSize = 1_000;

/**
 * Writes the reminders that are due. Like the sweep it needs Postgres alone; and no alarm of its own, since a
 * reminder may come an interval late.
 */
export async function remind({ ledger, changes, logger, decisions }: RemindDependencies): Promise<void> {
  let orders = 0;
  for (;;) {
    const reminded = await ledger.remind(batchSize);
    orders += reminded.length;
    for (const id of reminded) void changes.announce(id);
    if (reminded.length < batchSize) break;
  }
  if (orders === 0) return;
  decisions.decided({ command: 'remind', outcome: 'reminded', count: orders });
  logger.info({ orders }, 'reminded of deadlines');
}
