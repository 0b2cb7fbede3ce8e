import type { Break } from '@order-countdown/promises/check';
import type { FeedPoll } from '../history/history.ts';
import type { FaultWindow, Run } from './run.ts';

/** A cursor expires when another history of the ledger begins, and only then. */
export const cursorsExpireByPromotion = 'cursors_expire_by_promotion';
/** A reader is refused nothing else: there are outages. */
export const feedIsAnswered = 'feed_is_answered';

/** What the feed answered, and nothing excuses. It is about no order. */
export function brokenFeedAnswers(run: Run): Break[] {
  const polls = run.history.feed.filter(({ sentAt }) => sentAt < run.state.readAt);
  const readers = Map.groupBy(polls, ({ reader }) => reader).values();
  const promotions = run.faults.filter(({ promotes }) => promotes);
  return [
    ...polls.filter(({ status }) => !isOutageOrPage(status) && status !== 410).map(breaks(feedIsAnswered)),
    ...polls
      .filter((poll) => poll.status === 410 && !promotions.some((each) => isExpiredBy(poll, each)))
      .map(breaks(cursorsExpireByPromotion)),
    ...[...readers]
      .flatMap((ofOne) => promotions.flatMap((promotion) => readOn(ofOne, promotion)))
      .map(breaks(cursorsExpireByPromotion)),
  ];
}

const breaks =
  (promise: string) =>
  ({ reader, reading, api, status, sentAt }: FeedPoll): Break => ({
    promise,
    orderId: 'none',
    detail: `reader ${reader}, reading ${reading}: ${status} from api ${api} at ${Math.round(sentAt)} ms`,
  });

const isOutageOrPage = (status: number | null) => status === null || status === 200 || status === 503;

const isExpiredBy = ({ cursorFrom, endedAt }: FeedPoll, promotion: FaultWindow) =>
  promotion.startedAt <= endedAt! && (promotion.endedAt ?? Infinity) >= (cursorFrom ?? Infinity);

/** The page that continues, after a promotion, what was read before it. */
function readOn(polls: readonly FeedPoll[], { startedAt, endedAt }: FaultWindow): FeedPoll[] {
  const pages = polls.filter(({ status }) => status === 200);
  const before = pages.findLast((page) => page.endedAt! < startedAt);
  const after = pages.find(({ sentAt }) => sentAt > (endedAt ?? Infinity));
  return before && after?.reading === before.reading ? [after] : [];
}
