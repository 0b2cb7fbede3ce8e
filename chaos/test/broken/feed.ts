import type { Broken } from '../support/breaking.ts';
import type { HandMadeRun } from '../support/clean-run.ts';
import { fed } from '../support/hand-made.ts';

const pollsOf = ({ history, cancelled }: HandMadeRun, reader: number, reading: number) =>
  history.feed.filter(
    (poll) =>
      poll.reader === reader &&
      poll.reading === reading &&
      poll.events.some(({ orderId }) => orderId === cancelled.id),
  );

/** Histories in which a reader of the feed of all events was told something wrong, or not at all. */
export const brokenFeeds: Broken[] = [
  [
    'feed_in_sequence',
    'a page begins behind what was read',
    'cancelled',
    (run) => void pollsOf(run, 1, 1)[0]!.events.pop(),
  ],
  [
    'feed_in_sequence',
    'two events came in the wrong order',
    'cancelled',
    (run) => {
      const [poll] = pollsOf(run, 1, 2);
      poll!.events = poll!.events.toReversed();
    },
  ],
  [
    'feed_in_sequence',
    'an event came twice to a reader that had stored its cursor',
    'cancelled',
    ({ history, cancelled }) =>
      history.feed.push(fed(cancelled, 41_000, [3], { reading: 2, cursorFrom: 40_510 })),
  ],
  [
    'feed_in_sequence',
    'an end came twice to a reader of ends alone',
    'cancelled',
    (run) => run.history.feed.push({ ...pollsOf(run, 2, 1)[0]!, cursorFrom: 30_010 }),
  ],
  [
    'feed_tells_the_ledger',
    'an event has the id of another',
    'cancelled',
    (run) => (pollsOf(run, 2, 1)[0]!.events[0]!.id = 'evt_cancelled_3'),
  ],
  [
    'feed_tells_the_ledger',
    'an event says something else than the ledger',
    'cancelled',
    (run) => (pollsOf(run, 2, 1)[0]!.events[0]!.data = { reason: 'backend', note: 'c3' }),
  ],
  [
    'feed_tells_the_ledger',
    'an event came that the ledger does not have',
    'cancelled',
    ({ history, cancelled }) => {
      const poll = fed(cancelled, 41_000, [3], { reading: 2, cursorFrom: 40_510 });
      poll.events[0]!.sequence = 4;
      history.feed.push(poll);
    },
  ],
  [
    'feed_tells_the_ledger',
    'an event came of a type that was not asked for',
    'cancelled',
    ({ history, cancelled }) =>
      history.feed.push(
        fed(cancelled, 30_500, [3], {
          reader: 2,
          types: ['order.paid', 'order.cancelled'],
          cursorFrom: 30_010,
        }),
      ),
  ],
  [
    'feed_misses_nothing',
    'the last event never came',
    'cancelled',
    (run) => void pollsOf(run, 1, 2)[0]!.events.pop(),
  ],
  [
    'feed_misses_nothing',
    'a reader that began again after a failover did not get to the events that it knew',
    'cancelled',
    (run) => (run.history.feed = run.history.feed.filter((poll) => !pollsOf(run, 1, 2).includes(poll))),
  ],
  [
    'feed_misses_nothing',
    'an end never came to a reader of ends alone',
    'cancelled',
    (run) => (pollsOf(run, 2, 1)[0]!.events = []),
  ],
];
