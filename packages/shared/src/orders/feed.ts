import type { FeedEntry, FeedQuery } from '../ledger/feed.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { OrderEvent } from '../order/events.ts';
import { messageId } from '../webhooks/message.ts';

/** Where a reader of the feed has stopped. */
export interface FeedCursor {
  /** Names the history of events that was read: see `ledgerEpoch`. */
  epoch: string;
  /** 0: nothing was read. */
  position: number;
  /** The event at the position; null at 0. A history that was replaced by a copy has the same epoch, and other events. */
  eventId: string | null;
}

export interface FeedRequest extends Pick<FeedQuery, 'types' | 'limit'> {
  /** Null: from the oldest event on. */
  after: FeedCursor | null;
}

export type FeedAnswer =
  /** What follows the cursor is not known any more, or never happened. */
  { outcome: 'expired' } | { outcome: 'page'; events: (OrderEvent & { id: string })[]; next: FeedCursor };

/** The feed of all orders' events, each as it was written, under the id by which webhooks name it. */
export interface Feed {
  /** @throws LedgerUnavailable */
  read(request: FeedRequest): Promise<FeedAnswer>;
}

export function createFeed(ledger: Pick<Ledger, 'feedPart'>): Feed {
  return {
    async read({ after, types, limit }) {
      const { epoch, oldest, entries } = await ledger.feedPart({ from: after?.position ?? 0, types, limit });
      if (after && (after.epoch !== epoch || !isReadable(after, oldest, entries)))
        return { outcome: 'expired' };
      const events = entries.flatMap((entry) => (entry.event ? [{ id: idOf(entry), ...entry.event }] : []));
      const last = entries.at(-1);
      const start = { epoch, position: 0, eventId: null };
      return {
        outcome: 'page',
        events,
        next: last ? { epoch, position: last.position, eventId: idOf(last) } : (after ?? start),
      };
    },
  };
}

/** The event of the cursor is there and the same; or exactly those up to it are not kept any more. */
function isReadable(
  { position, eventId }: FeedCursor,
  oldest: number,
  [first]: readonly FeedEntry[],
): boolean {
  if (first?.position === position) return idOf(first) === eventId;
  return position === oldest - 1;
}

/** Only a ping's id is made of that of a delivery. */
const idOf = (subject: FeedEntry) => messageId(subject, '');
