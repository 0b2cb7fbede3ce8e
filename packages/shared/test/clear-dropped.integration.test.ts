import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitingForLocks } from '../../../test/support/ledger.ts';
import { until } from '../../../test/support/until.ts';
import { clearDropped } from '../src/ledger/retention.ts';
import { createLedgerContext, type LedgerContext } from './support/ledger-context.ts';

let ledger: LedgerContext;

beforeEach(async () => {
  ledger = await createLedgerContext();
});
afterEach(() => ledger.close());

const never = new AbortController().signal;

test('two workers clear a dropped month at once, and neither stops at what the other has deleted', async () => {
  const { postgres } = ledger.context;
  await postgres.query(
    `with month as (
       insert into dropped_months (from_id, to_id, feed_position)
       values (uuid_bound(now() - interval '90 days'), uuid_bound(now() - interval '60 days'), 0)
     )
     insert into event_feed (position, order_id, sequence)
     select n, uuid_v7(now() - interval '70 days'), 1 from generate_series(1, 6000) n`,
  );
  const left = async () =>
    (
      await postgres.query(
        `select (select count(*)::int from event_feed) as rows, cleared_at is not null as "isCleared" from dropped_months`,
      )
    ).rows[0] as { rows: number; isCleared: boolean };

  const stopped = await postgres.connect();
  await stopped.query('begin');
  await stopped.query('delete from event_feed where position % 2 = 0');
  const clearing = clearDropped(ledger.postgres, never);
  await until(async () => (await waitingForLocks(ledger.context)) > 0);
  await stopped.query('commit');
  stopped.release();
  await clearing;
  expect(await left()).toEqual({ rows: 0, isCleared: true });
});
