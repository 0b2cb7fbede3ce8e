import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  readChangedPage,
  readMoment,
  type EventCursor,
  type EventRange,
  type Moment,
} from '../src/ledger/recent-events.ts';
import { newOrderId, orderIdToUuid } from '../src/order/order-id.ts';
import { createLedgerContext, type LedgerContext } from './support/ledger-context.ts';

let ledger: LedgerContext;
let start: Moment;

beforeAll(async () => {
  ledger = await createLedgerContext();
});
beforeEach(async () => {
  await ledger.context.postgres.query('truncate orders, order_events');
  start = await readMoment(ledger.postgres);
});
afterAll(() => ledger.close());

interface Queryable {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/** Writes an order and its first event, which was decided so many seconds ago. */
async function insertOrder(on: Queryable, secondsAgo = 0, id = newOrderId()): Promise<string> {
  await on.query(
    `with placed as (
       insert into orders (id, amount, currency, created_at, expires_at)
       values ($1, 100, 'EUR', now(), now() + interval '10 minutes') returning id
     )
     insert into order_events (order_id, sequence, type, data, occurred_at)
     select id, 1, 'order.placed', '{}', clock_timestamp() - make_interval(secs => $2) from placed`,
    [orderIdToUuid(id), secondsAgo],
  );
  return id;
}

/** All pages of a range. */
async function idsIn(range: EventRange, pageSize = 1_000): Promise<string[]> {
  const ids: string[] = [];
  let cursor: EventCursor | null = null;
  do {
    const { orders, next } = await readChangedPage(ledger.postgres, range, cursor, pageSize);
    ids.push(...orders.map(({ id }) => id));
    cursor = next;
  } while (cursor);
  return ids;
}

const now = () => readMoment(ledger.postgres);

test('an event is in the range of moments before and after its commit, and in no other', async () => {
  const { postgres } = ledger.context;
  const id = await insertOrder(postgres);
  const after = await now();
  const later = await now();
  expect(await idsIn({ after: start, upTo: after })).toEqual([id]);
  expect(await idsIn({ after, upTo: later })).toEqual([]);
  expect(await idsIn({ after: start, upTo: start })).toEqual([]);
});

test('an event that commits seconds after its instant is in the range of its commit', async () => {
  const client = await ledger.context.postgres.connect();
  await client.query('begin');
  const late = await insertOrder(client, 5);
  const before = await now();
  const other = await insertOrder(ledger.context.postgres);
  await client.query('commit');
  client.release();
  const after = await now();
  expect(await idsIn({ after: start, upTo: before })).toEqual([]);
  expect((await idsIn({ after: before, upTo: after })).toSorted()).toEqual([late, other].toSorted());
});

test('a moment says when the oldest open transaction began', async () => {
  const idle = await now();
  expect(idle.openSince.getTime()).toBeLessThanOrEqual(idle.at.getTime());
  expect(idle.at.getTime() - idle.openSince.getTime()).toBeLessThan(1_000);
  const client = await ledger.context.postgres.connect();
  const { rows } = await client.query('begin; select now() as began').then((results) => [results].flat()[1]!);
  await insertOrder(client);
  const during = await now();
  await client.query('rollback');
  client.release();
  expect(during.openSince).toEqual(rows[0].began);
});

test('with writers at work, consecutive ranges hold every event once', async () => {
  const { postgres } = ledger.context;
  const written: string[] = [];
  const writing = Promise.all(
    Array.from({ length: 3 }, async () => {
      for (let count = 0; count < 100; count += 1) written.push(await insertOrder(postgres));
    }),
  );
  let isDone = false;
  void writing.then(() => (isDone = true));
  const read: string[] = [];
  let after = start;
  for (let wasDone = false; !wasDone;) {
    wasDone = isDone;
    const upTo = await now();
    read.push(...(await idsIn({ after, upTo }, 7)));
    after = upTo;
  }
  expect(read.toSorted()).toEqual(written.toSorted());
});

test('an order with several events is once in a page, as it is now', async () => {
  const { postgres } = ledger.context;
  const id = await insertOrder(postgres);
  await postgres.query(
    `with paid as (update orders set status = 'paid', paid_at = now(), version = 2 returning id)
     insert into order_events (order_id, sequence, type, data, occurred_at)
     select id, 2, 'order.paid', '{}', now() from paid`,
  );
  const { orders } = await readChangedPage(ledger.postgres, { after: start, upTo: await now() }, null, 10);
  expect(orders).toEqual([expect.objectContaining({ id, status: 'paid', version: 2, remainingMs: 0 })]);
});

test('a range that began on another server holds all events of the last seconds', async () => {
  const id = await insertOrder(ledger.context.postgres);
  const after = { ...(await now()), server: 'another' };
  await insertOrder(ledger.context.postgres, 60);
  expect(await idsIn({ after, upTo: await now() })).toEqual([id]);
});
