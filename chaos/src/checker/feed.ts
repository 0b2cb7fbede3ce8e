import { isDeepStrictEqual } from 'node:util';
import type { FeedEvent } from '../history/history.ts';
import type { Check } from './check.ts';
import { isToldAs } from './erased.ts';
import type { Acted } from './acted.ts';
import type { LedgerOrder } from './final-state.ts';

/** How long the feed may take to show an event: docs/events.md promises about a second. */
export const feedLagMs = 5_000;

export const feedChecks: readonly Check[] = [
  {
    name: 'feed_in_sequence',
    promise:
      'A reader of the feed gets the events of an order in sequence, without gaps unless it asks for some types alone, and none twice before it begins again.',
    broken({ fed }) {
      const readings = Map.groupBy(fed, ({ poll: { reader, reading } }) => `${reader}, reading ${reading}`);
      return [...readings].flatMap(([reading, told]) => {
        const sequences = told.map(({ event }) => event.sequence);
        const isWhole = told[0]!.poll.types === null;
        const isInSequence = sequences.every((sequence, index) =>
          isWhole ? sequence === index + 1 : sequence > (sequences[index - 1] ?? 0),
        );
        return isInSequence ? [] : [`reader ${reading}: got the events ${sequences.join(', ')}`];
      });
    },
  },
  {
    name: 'feed_tells_the_ledger',
    promise: 'Every event of the feed is an event of the ledger, under the id of its webhooks.',
    broken({ ledger, fed }) {
      if (ledger === null) return [];
      return fed
        .filter(({ poll: { types }, event }) => !isWanted(types, event) || !isInTheLedger(event, ledger))
        .map(({ poll: { reader }, event }) => `reader ${reader}: got ${JSON.stringify(event)}`);
    },
  },
  {
    name: 'feed_misses_nothing',
    promise:
      'Every reader of the feed gets every event that it asks for within five seconds, or of the last fault, and again when it has begun again.',
    broken({ ledger, fed }, run) {
      const due = (ledger?.events ?? []).filter(({ occurredAt }) => {
        const unseenMs = run.state.readAt - run.quietSince(run.localTime(occurredAt), run.state.readAt);
        return unseenMs > feedLagMs + run.slackMs;
      });
      return run.feedReaders.flatMap(({ reader, reading, types }) => {
        const seen = new Set(
          fed
            .filter(({ poll }) => poll.reader === reader && poll.reading === reading)
            .map(({ event }) => event.sequence),
        );
        return due
          .filter((event) => isWanted(types, event) && !seen.has(event.sequence))
          .map(({ sequence, type }) => `reader ${reader} never got event ${sequence}, ${type}`);
      });
    },
  },
];

const isWanted = (types: readonly string[] | null, { type }: { type: string }) =>
  types === null || types.includes(type);

function isInTheLedger(told: FeedEvent & Acted, ledger: LedgerOrder): boolean {
  const { id, orderId, data, actor: _, ...event } = told;
  const kept = ledger.events[event.sequence - 1];
  if (!kept || kept.webhookId !== id || orderId !== ledger.id) return false;
  const { sequence, type, occurredAt } = kept;
  return isDeepStrictEqual(event, { sequence, type, occurredAt }) && isToldAs(data as object, kept, ledger);
}
