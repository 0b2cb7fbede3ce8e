import * as fc from 'fast-check';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fillFeed, type FillOptions } from '../src/ledger/fill-feed.ts';
import { newOrderId, orderIdToUuid } from '../src/order/order-id.ts';
import { createLedgerContext, type LedgerContext } from './support/ledger-context.ts';
import { readFeedRows, writeEvent } from './support/feed-events.ts';

let ledger: LedgerContext;

beforeAll(async () => {
  ledger = await createLedgerContext();
});
beforeEach(async () => {
  await ledger.context.postgres.query(
    `truncate orders, order_events, event_feed, event_feed_mark; insert into event_feed_mark default values`,
  );
});
afterAll(() => ledger.close());

/** Of the events written here none is older than the number of its transaction. */
const exact: FillOptions = { pageSize: 1_000, marginMs: 0 };

const usual: FillOptions = { pageSize: 1_000 };

/** To the end of the pass under way, and those of another one. */
async function fillAll(options: FillOptions = exact): Promise<void> {
  for (let pass = 1; pass <= 2; pass++) while ((await fillFeed(ledger.postgres, options)).isBehind);
}

const feed = () => readFeedRows(ledger.context.postgres);

/** Order and sequence of each event that can be seen. */
async function writtenEvents(): Promise<string[]> {
  const { rows } = await ledger.context.postgres.query<{ event: string }>(
    `select concat_ws(' ', order_id, sequence) as event from order_events`,
  );
  return rows.map(({ event }) => event).toSorted();
}

/** Every event has a position, each order's by sequence, without gaps in the positions. */
async function expectComplete(): Promise<void> {
  const rows = await feed();
  expect(rows.map(({ position }) => position)).toEqual(rows.map((_, index) => index + 1));
  expect(rows.map(({ orderId, sequence }) => `${orderId} ${sequence}`).toSorted()).toEqual(
    await writtenEvents(),
  );
  const latest = new Map<string, number>();
  for (const { orderId, sequence } of rows) {
    expect(sequence).toBe((latest.get(orderId) ?? 0) + 1);
    latest.set(orderId, sequence);
  }
}

async function inTransaction(work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await ledger.context.postgres.connect();
  await client.query('begin');
  try {
    await work(client);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const write = (id: string) =>
  inTransaction(async (client) => {
    await writeEvent(client, id);
    await client.query('commit');
  });

const sequencesOf = async (id: string) =>
  (await feed()).filter(({ orderId }) => orderId === orderIdToUuid(id)).map(({ sequence }) => sequence);

test('an event gets its position after its commit, however many runs later', async () => {
  const [late, other] = [newOrderId(), newOrderId()];
  await fillAll();
  await inTransaction(async (client) => {
    await writeEvent(client, late);
    for (let run = 0; run < 5; run++) {
      await write(other);
      await fillAll();
      expect(await sequencesOf(late)).toEqual([]);
    }
    await client.query('commit');
  });
  await write(late);
  await fillAll();
  expect(await sequencesOf(late)).toEqual([1, 2]);
  await expectComplete();
});

test('an event of a transaction that was open before the first run gets its position', async () => {
  await inTransaction(async (client) => {
    await writeEvent(client, newOrderId());
    await fillAll();
    await write(newOrderId());
    await fillAll();
    await client.query('commit');
  });
  await fillAll();
  await expectComplete();
});

test('an event that was written after a savepoint gets its position', async () => {
  await inTransaction(async (client) => {
    await client.query(`select pg_current_xact_id()`);
    await write(newOrderId());
    await fillAll();
    await client.query('savepoint here');
    await writeEvent(client, newOrderId());
    for (let run = 0; run < 2; run++) {
      await write(newOrderId());
      await fillAll();
    }
    await client.query('commit');
  });
  await fillAll();
  await expectComplete();
});

const connections = 3;
const action = fc.oneof(
  { weight: 5, arbitrary: fc.record({ write: fc.nat(2), by: fc.nat(connections - 1) }) },
  {
    weight: 2,
    arbitrary: fc.record({ end: fc.constantFrom('commit', 'rollback'), by: fc.nat(connections - 1) }),
  },
  { weight: 1, arbitrary: fc.record({ writeAlone: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ fill: fc.integer({ min: 1, max: 4 }) }) },
);

test('whatever is open, committed and rolled back between runs, a reader sees all events, each order’s in sequence', async () => {
  const clients = await Promise.all(
    Array.from({ length: connections }, () => ledger.context.postgres.connect()),
  );
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40 }), async (actions) => {
        const ids = [newOrderId(), newOrderId(), newOrderId()];
        /** By the index of the order: who holds its row. */
        const holders = new Map<number, number>();
        const open = new Set<number>();
        async function end(by: number, how: string): Promise<void> {
          if (!open.delete(by)) return;
          await clients[by]!.query(how);
          for (const [order, holder] of holders) if (holder === by) holders.delete(order);
        }
        for (const each of actions) {
          if ('fill' in each) await fillFeed(ledger.postgres, { ...exact, pageSize: each.fill });
          else if ('end' in each) await end(each.by, each.end);
          else if ('writeAlone' in each) {
            if (!holders.has(each.writeAlone)) await write(ids[each.writeAlone]!);
          } else if ((holders.get(each.write) ?? each.by) === each.by) {
            if (!open.has(each.by)) await clients[each.by]!.query('begin');
            open.add(each.by);
            holders.set(each.write, each.by);
            await writeEvent(clients[each.by]!, ids[each.write]!);
          }
        }
        for (let by = 0; by < connections; by++) await end(by, 'commit');
        await fillAll();
        await expectComplete();
      }),
      { numRuns: 60 },
    );
  } finally {
    for (const client of clients) client.release(true);
  }
}, 60_000);

test('with writers at work, two workers give every event one position', async () => {
  const ids = Array.from({ length: 20 }, () => newOrderId());
  const writing = Promise.all(
    [0, 1, 2].map(async (writer) => {
      for (let count = 0; count < 60; count++) await write(ids[(count * 3 + writer) % ids.length]!);
    }),
  );
  const filling = [0, 1].map(async () => {
    while ((await feed()).length < ids.length * 9) await fillFeed(ledger.postgres, { pageSize: 7 });
  });
  await Promise.all([writing, ...filling]);
  await fillAll(usual);
  await expectComplete();
});

test('the events of an upgraded ledger get their positions page by page, oldest first, before newer ones', async () => {
  await ledger.context.postgres.query(
    `insert into order_events (order_id, sequence, type, data, occurred_at)
     select uuid_v7(now()), 1, 'order.placed', '{}', now() - n * interval '1 minute' from generate_series(1, 500) n`,
  );
  expect(await fillFeed(ledger.postgres, { pageSize: 100 })).toEqual({ events: 100, isBehind: true });
  await write(newOrderId());
  await fillAll({ pageSize: 100 });
  const { rows } = await ledger.context.postgres.query<{ isOrdered: boolean | null }>(
    `select occurred_at >= lag(occurred_at) over (order by position) as "isOrdered"
     from event_feed join order_events using (order_id, sequence)`,
  );
  expect(rows.map(({ isOrdered }) => isOrdered)).not.toContain(false);
  await expectComplete();
});

test('a run without news writes nothing', async () => {
  await write(newOrderId());
  await fillAll();
  const mark = async () => (await ledger.context.postgres.query('select * from event_feed_mark')).rows;
  const before = await mark();
  await fillAll();
  expect(await fillFeed(ledger.postgres, exact)).toEqual({ events: 0, isBehind: false });
  expect(await mark()).toEqual(before);
});

test('a worker leaves it to another one that has just given positions', async () => {
  await write(newOrderId());
  await fillAll();
  await write(newOrderId());
  expect(await fillFeed(ledger.postgres, { ...usual, restMs: 600_000 })).toEqual({
    events: 0,
    isBehind: false,
  });
  expect(await fillFeed(ledger.postgres, usual)).toEqual({ events: 1, isBehind: false });
});

test.each([
  ['was moved to another cluster', `seen = jsonb_set(seen, '{cluster}', '"another"')`],
  ['had its clock set back', `written_at = now() + interval '1 hour'`],
])(
  'when the ledger %s, events that were missed get positions, and no other a second one',
  async (_, change) => {
    for (let count = 0; count < 3; count++) await write(newOrderId());
    await fillAll();
    await ledger.context.postgres.query(
      `insert into order_events (order_id, sequence, type, data, occurred_at)
     values (uuid_v7(now()), 1, 'order.placed', '{}', now() - interval '2 days')`,
    );
    await ledger.context.postgres.query(`update event_feed_mark set ${change}`);
    await fillAll(usual);
    await expectComplete();
    expect(await feed()).toHaveLength(4);
  },
);
