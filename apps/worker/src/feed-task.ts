import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import type { Logger } from '@order-countdown/shared/platform/logger';

export interface FeedTaskDependencies {
  ledger: Pick<Ledger, 'fillFeed'>;
  logger: Logger;
}

/** Of several workers, one gives the positions of about this time. */
const restMs = 800;

/** Events per statement. So many take about a tenth of a second if all of them get positions. */
const maxPageSize = 5_000;
const minPageSize = 100;

/**
 * Gives all events that have none yet their positions in the feed of all events, page by page. It needs Postgres alone.
 * An upgraded ledger has millions of them at first.
 */
export function createFeedTask({ ledger, logger }: FeedTaskDependencies) {
  let pageSize = maxPageSize;

  /** A page that ran into the time limit would do so again, so the next one is half as large. */
  async function fillPage() {
    try {
      const filled = await ledger.fillFeed({ pageSize, restMs });
      pageSize = Math.min(maxPageSize, 2 * pageSize);
      return filled;
    } catch (error) {
      pageSize = Math.max(minPageSize, Math.floor(pageSize / 2));
      throw error;
    }
  }

  return async function fillFeed(signal: AbortSignal): Promise<void> {
    let total = 0;
    let pages = 0;
    for (let mayBeMore = true; mayBeMore && !signal.aborted; pages++) {
      const { events, isBehind } = await fillPage();
      total += events;
      mayBeMore = isBehind;
    }
    if (total > maxPageSize) logger.info({ events: total }, 'the feed of all events has caught up');
  };
}
