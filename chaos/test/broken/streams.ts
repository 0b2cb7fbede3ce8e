import type { Broken } from '../support/breaking.ts';
import { stream } from '../support/hand-made.ts';

/** Histories with one thing wrong with a stream. The order has three connections: the last is answered 204. */
export const brokenStreams: Broken[] = [
  [
    'streams_in_sequence',
    'a stream lacks an event',
    'paid',
    ({ history }) => (history.streams[0]!.events[1]!.id = 3),
  ],
  [
    'streams_in_sequence',
    'a stream repeats an event',
    'paid',
    ({ history }) => history.streams[0]!.events.push(history.streams[0]!.events[1]!),
  ],
  [
    'streams_in_sequence',
    'a stream begins again without a fault',
    'paid',
    ({ history }) => history.streams[0]!.events.push(history.streams[0]!.events[0]!),
  ],
  [
    'streams_in_sequence',
    'a stream goes on elsewhere after it reconnected',
    'paid',
    ({ history }) => (history.streams[1]!.lastEventId = 1),
  ],
  [
    'streams_in_sequence',
    'a stream begins without a snapshot',
    'paid',
    ({ history }) => void history.streams[0]!.events.shift(),
  ],
  [
    'streams_tell_the_ledger',
    'a stream tells of an event that is not in the ledger',
    'paid',
    ({ history }) => {
      const event = history.streams[0]!.events[1]!;
      event.data = { ...event.data, occurredAt: '2026-03-01T12:00:01.006Z' };
    },
  ],
  [
    'streams_tell_the_end',
    'a stream that stays open does not tell of the end',
    'expired',
    ({ history, expired }) =>
      history.streams.push(
        stream(expired, [100, 6_041], 'client', { lastEventId: null, snapshot: 1, version: 1, events: [] }),
      ),
  ],
  [
    'streams_tell_the_end',
    'a stream tells of the end more than five seconds after the last fault',
    'expired',
    ({ history, expired, faults }) => {
      faults.push({ startedAt: 900, endedAt: 3_000 });
      history.streams.push(
        stream(expired, [100, 9_000], 'server', {
          lastEventId: null,
          snapshot: 1,
          version: 1,
          events: [[8_001, 2]],
        }),
      );
    },
  ],
  [
    'streams_tell_the_end',
    'a stream of a paid order ends before it has told what was missed',
    'paid',
    ({ history }) => void history.streams[1]!.events.pop(),
  ],
  [
    'streams_are_over_at_the_end',
    'the answer is 204 before the stream has told of the end',
    'paid',
    ({ history }) => (history.streams[2]!.lastEventId = 2),
  ],
];
