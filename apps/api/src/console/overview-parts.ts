import { singleFlight } from '@order-countdown/shared/platform/single-flight';
import { within } from '@order-countdown/shared/platform/within';
import type { ConsoleDependencies } from './dependencies.ts';
import { createEndedMinutes } from './ended-minutes.ts';
import type { OverviewResponse } from './contract.ts';

/** So that the page is answered within a second even if a store hangs. */
const timeLimitMs = 700;

type Needed = Pick<ConsoleDependencies, 'ledger' | 'endpoints' | 'alarm' | 'connection'>;

/**
 * The parts of the overview. Each is null if its store fails or takes too long, and is computed once at a time, however
 * long that takes.
 */
export function overviewParts({ ledger, endpoints, alarm, connection }: Needed) {
  const endedUntil = createEndedMinutes(ledger.console.endedOrders);
  return {
    running: inTime(() => ledger.console.runningOrders()),
    overdue: inTime(() => ledger.overdue()),
    ended: inTime(async () => endedUntil((await ledger.moment()).at)),
    lateness: inTime(() => ledger.console.lateness()),
    refunds: inTime(async (): Promise<OverviewResponse['refundsDue']> => {
      const [due, sums] = await Promise.all([ledger.refunds.due(), ledger.console.refundSums()]);
      return { ...due, sums };
    }),
    endpoints: inTime(async (): Promise<OverviewResponse['endpoints']> => {
      const all = await endpoints.health();
      const failing = all
        .filter(({ state }) => state !== 'ok' && state !== 'off')
        .map(({ id, url, state }) => ({ id, url, state }));
      return { total: all.length, failing };
    }),
    // A command would wait while the connection does.
    alarms: inTime<number | null>(async () => (connection.status === 'ready' ? alarm.count() : null)),
  };
}

export type OverviewParts = ReturnType<typeof overviewParts>;

function inTime<Answer>(compute: () => Promise<Answer>): () => Promise<Answer | null> {
  const once = singleFlight(compute);
  return () => within(timeLimitMs, once()).catch(() => null);
}
