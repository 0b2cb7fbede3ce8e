import { stopAutovacuum } from '../../../../test/support/fill-tables.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { indexesUsed, lookUpsIn, plansOf, sequentialScans } from '../../../../test/support/query-plans.ts';
import { readFeedLag, readFeedPart, type FeedQuery } from '../../src/ledger/feed.ts';
import { nextPass, type FeedMark } from '../../src/ledger/feed-mark.ts';
import { fillPage } from '../../src/ledger/fill-feed.ts';
import type { Postgres } from '../../src/platform/postgres.ts';
import { createLedgerContext, type LedgerContext } from './ledger-context.ts';

/** Of the events, the last ones have no position yet. */
const newCount = 1_000;

/** Finds out how the feed finds its rows among so many events, each of another order. */
export function testFeedPlans(eventCount: number): void {
  const positionCount = eventCount - newCount;
  const middle = eventCount * 0.7;

  let ledger: LedgerContext;

  beforeAll(async () => {
    ledger = await createLedgerContext();
    const { postgres } = ledger.context;
    // Only the tests collect statistics.
    await stopAutovacuum(postgres, ['order_events', 'event_feed']);
    await postgres.query(
      `insert into order_events (order_id, sequence, type, data, occurred_at)
     select lpad(to_hex(n), 32, '0')::uuid, 1, 'order.placed', '{}', now() - ($1 - n) * interval '1 second'
     from generate_series(1, $1::int) n`,
      [eventCount],
    );
    await postgres.query(
      `insert into event_feed (position, order_id, sequence)
     select row_number() over (order by occurred_at), order_id, sequence
     from order_events order by occurred_at limit $1`,
      [positionCount],
    );
    await postgres.query(
      `update event_feed_mark set last_position = $1, seen = jsonb_build_object('since', now() - interval '${newCount} seconds')`,
      [positionCount],
    );
  }, 120_000);
  afterAll(() => ledger.close());

  const at = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1_000);

  function mark(secondsAgo: number | null): FeedMark {
    if (secondsAgo === null) return { version: 0, writtenAt: null, seen: null, pass: null };
    const seen = { cluster: 'a', xmin: '100', open: {}, since: at(secondsAgo) };
    return { version: 0, writtenAt: at(secondsAgo), seen, pass: null };
  }

  const fill = (secondsAgo: number | null) => (postgres: Postgres) => {
    const look = { cluster: 'a', snapshot: '100:200:100,150', open: ['100', '150'], at: at(0) };
    return fillPage(postgres, 0, nextPass(mark(secondsAgo), look), 5_000);
  };

  /** Without an answer it fails. */
  const read = (query: Partial<FeedQuery>) => (postgres: Postgres) =>
    readFeedPart(postgres, { from: 0, types: null, limit: 100, ...query }).catch(() => undefined);

  const statements: [string, (postgres: Postgres) => Promise<unknown>, string[]][] = [
    ['giving positions to what is new', fill(10), ['order_events_by_time']],
    ['giving positions to all events', fill(null), ['order_events_by_time']],
    ['reading from the beginning', read({}), ['event_feed_pkey', 'order_events_pkey']],
    ['reading from a position on', read({ from: middle }), ['event_feed_pkey', 'order_events_pkey']],
    [
      'reading the events of a type',
      read({ from: middle, types: ['order.paid'] }),
      ['event_feed_pkey', 'order_events_pkey'],
    ],
    ['reading the lag', readFeedLag, ['order_events_by_time']],
  ];

  describe.each([
    ['without statistics', false],
    ['with statistics', true],
  ])('%s', (_, analyzed) => {
    beforeAll(async () => {
      if (analyzed) await ledger.context.postgres.query('analyze order_events, event_feed');
    });

    test.each(statements)('%s scans no table', async (_name, run, indexes) => {
      const plans = await plansOf(ledger.postgres, run);
      expect(sequentialScans(plans)).toEqual([]);
      expect(indexesUsed(plans[0])).toEqual(expect.arrayContaining(indexes));
    });
  });

  test.each([
    ['without types looks at its events', read({ from: middle }), 101],
    ['with types looks at a thousand events', read({ from: middle, types: ['order.paid'] }), 1_000],
  ])('a page %s', async (_, run, lookUps) => {
    expect(lookUpsIn(await plansOf(ledger.postgres, run, 'analyze'), 'order_events')).toBe(lookUps);
  });
}
