import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer } from '../support/client.ts';
import { readMetrics } from '../support/metrics.ts';
import { startSystem, type System } from '../support/system.ts';
import { until } from '../support/until.ts';
import { register } from '../support/webhook-system.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

interface Page {
  data: { id: string; orderId: string; sequence: number; type: string; occurredAt: string; data: object }[];
  nextCursor: string;
}

const ask = (query: string) => system.client.get(`/v1/events?${query}`);

async function read(query = ''): Promise<Page> {
  const { status, body } = await ask(query);
  if (status !== 200) throw new Error(`the feed was answered with ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Every page from a cursor on, until nothing new comes. */
async function readAll(after: string | null = null, limit = 100): Promise<Page> {
  const data = [];
  for (let cursor = after; ;) {
    const page = await read(`limit=${limit}${cursor === null ? '' : `&after=${cursor}`}`);
    data.push(...page.data);
    if (page.nextCursor === cursor) return { data, nextCursor: cursor };
    cursor = page.nextCursor;
  }
}

async function inFeed(orderId: string, events: number): Promise<Page['data']> {
  return until(async () => {
    const found = (await readAll()).data.filter((event) => event.orderId === orderId);
    return found.length >= events ? found : null;
  });
}

const place = async (): Promise<Answer['body']> => (await system.client.place()).body;

test('the cursor of an empty feed leads to the first event', async () => {
  const empty = await read();
  expect(empty.data).toEqual([]);
  expect(await read(`after=${empty.nextCursor}`)).toEqual(empty);
  const { id } = await place();
  await inFeed(id, 1);
  expect((await read(`after=${empty.nextCursor}`)).data).toMatchObject([{ orderId: id, sequence: 1 }]);
});

test('the feed has every event as the timelines have it, under the id of its webhooks', async () => {
  const endpoint = await register(system.client, 'http://127.0.0.1:9/hook');
  const orders = await Promise.all([place(), place(), place()]);
  for (const { id } of orders) await system.client.post(`/v1/orders/${id}/extend`, { seconds: 60 });
  for (const { id } of orders) await system.client.post(`/v1/orders/${id}/pay`, { paymentReference: id });
  for (const { id } of orders) {
    const events = await inFeed(id, 3);
    const { data: timeline } = (await system.client.get(`/v1/orders/${id}/events`)).body;
    expect(events).toEqual(
      timeline.map((event: object, index: number) => ({ id: events[index]?.id, orderId: id, ...event })),
    );
    const delivered = await until(async () => {
      const deliveries = (await endpoint.deliveries()).filter(({ orderId }) => orderId === id);
      return deliveries.length === 3 ? new Set(deliveries.map(({ eventId }) => eventId)) : null;
    });
    expect(delivered).toEqual(new Set(events.map((event) => event.id)));
  }
  await endpoint.remove();
});

test('pages of any size have the same events, and the last cursor goes on with what happens next', async () => {
  const whole = await readAll();
  const ids = whole.data.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const limit of [1, 3]) expect((await readAll(null, limit)).data).toEqual(whole.data);
  const { id } = await place();
  await inFeed(id, 1);
  expect((await readAll(whole.nextCursor)).data).toMatchObject([{ orderId: id, type: 'order.placed' }]);
});

test('without a limit a page has twenty events', async () => {
  for (let count = 0; count < 21; count++) await place();
  await until(async () => (await readAll()).data.length > 20);
  expect((await read()).data).toHaveLength(20);
});

test('only events of the asked types are returned', async () => {
  const { id } = await place();
  await system.client.post(`/v1/orders/${id}/cancel`);
  await inFeed(id, 2);
  const { data } = await readAll();
  for (const types of [
    ['order.cancelled'],
    ['order.paid', 'order.cancelled'],
    ['payment.refund_withdrawn'],
  ]) {
    const page = await read(`types=${types.join(',')}&limit=100`);
    expect(page.data).toEqual(data.filter(({ type }) => types.includes(type)));
    expect(await read(`types=${types.join(',')}&after=${page.nextCursor}`)).toMatchObject({
      data: [],
      nextCursor: page.nextCursor,
    });
  }
});

/** So many events of one type that a page of another type does not look at all of them. */
async function writeMany(count: number): Promise<void> {
  await system.context.postgres.query(
    `with placed as (
       insert into orders (id, amount, currency, created_at, expires_at)
       select uuid_v7(now()), 100, 'EUR', now(), now() + interval '1 hour' from generate_series(1, $1)
       returning id, created_at
     )
     insert into order_events (order_id, sequence, type, data, occurred_at)
     select id, 1, 'order.placed',
            '{"customerId":null,"reference":null,"amount":100,"currency":"EUR","expiresAt":"2030-01-01T00:00:00.000Z"}',
            created_at
     from placed`,
    [count],
  );
}

test('with types, a page without an event still leads on', async () => {
  const before = (await readAll()).nextCursor;
  await writeMany(1_500);
  const { id } = await place();
  await system.client.post(`/v1/orders/${id}/cancel`);
  await inFeed(id, 2);
  const types = 'types=order.cancelled';
  const first = await read(`${types}&after=${before}`);
  expect(first.data).toEqual([]);
  expect(first.nextCursor).not.toBe(before);
  expect((await read(`${types}&after=${first.nextCursor}`)).data).toMatchObject([
    { orderId: id, sequence: 2 },
  ]);
});

test('an event from before events had ids has the id that its webhooks had', async () => {
  const { id } = await place();
  await inFeed(id, 1);
  await system.context.postgres.query(`update order_events set event_id = null where order_id = $1`, [
    orderIdToUuid(id),
  ]);
  const [event] = await inFeed(id, 1);
  expect(event?.id).toBe(`${id.replace('ord_', 'evt_')}_1`);
});

test.each([
  ['limit=0', 'limit', 'from 1 to 100'],
  ['limit=101', 'limit', 'from 1 to 100'],
  ['limit=ten', 'limit', 'from 1 to 100'],
  ['after=', 'after', 'nextCursor'],
  ['after=MQ', 'after', 'nextCursor'],
  ['after=null', 'after', 'nextCursor'],
  ['types=', 'types', '""'],
  ['types=order.paid,order.shipped', 'types', '"order.shipped"'],
  ['types=webhook.ping', 'types', '"webhook.ping"'],
  ['cursor=MQ', 'cursor', 'not a known parameter'],
])('the query ?%s of the feed is refused', async (query, path, message) => {
  const answer = await ask(query);
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_parameter', errors: [{ path }] } });
  expect(answer.body.errors[0].message).toContain(message);
});

/** A cursor that says something else. */
function changed(cursor: string, change: (parts: string[]) => string[]): string {
  const parts = Buffer.from(cursor, 'base64url').toString().split(' ');
  return Buffer.from(change(parts).join(' ')).toString('base64url');
}

test.each<[string, (parts: string[]) => string[]]>([
  ['of another epoch', ([, ...rest]) => ['7437512345678901234-00000001-16384', ...rest]],
  ['of the start of another epoch', () => ['7437512345678901234-00000001-16384', '0']],
  ['past the newest event', ([epoch, position, id]) => [epoch!, String(Number(position) + 1_000_000), id!]],
  ['of an event that is not at its position', ([epoch, position]) => [epoch!, position!, 'evt_another']],
])('a cursor %s has expired', async (_, change) => {
  const { nextCursor } = await readAll();
  const answer = await ask(`after=${changed(nextCursor, change)}`);
  expect(answer).toMatchObject({ status: 410, body: { code: 'cursor_expired' } });
});

test('when events are no longer kept, the cursors before them have expired, and the feed begins with the oldest', async () => {
  const [first, second, third] = [await read('limit=1'), await read('limit=2'), await read('limit=3')];
  await system.context.postgres.query('delete from event_feed where position <= 2');
  try {
    expect(await ask(`after=${first.nextCursor}`)).toMatchObject({ status: 410 });
    const rest = { status: 200, body: { data: [third.data[2]], nextCursor: third.nextCursor } };
    expect(await ask(`limit=1&after=${second.nextCursor}`)).toMatchObject(rest);
    expect(await ask('limit=1')).toMatchObject(rest);
  } finally {
    await system.context.postgres.query(
      `insert into event_feed select row_number() over (order by occurred_at, order_id, sequence), order_id, sequence
       from order_events where not exists (select from event_feed where (event_feed.order_id, event_feed.sequence) = (order_events.order_id, order_events.sequence))`,
    );
  }
});

test('the lag of the feed is a metric of every process', async () => {
  const lagOf = async (each: { url: string }) =>
    (await readMetrics(each)).value('order_countdown_event_feed_lag_seconds') ?? NaN;
  const processes = [system.api, system.worker];
  for (const each of processes) await until(async () => (await lagOf(each)) === 0);
  let late: Answer['body'];
  const holder = await system.context.postgres.connect();
  try {
    // No worker gives positions meanwhile.
    await holder.query('begin; select from event_feed_mark for update');
    late = await place();
    for (const each of processes) await until(async () => (await lagOf(each)) > 0.5);
  } finally {
    await holder.query('rollback');
    holder.release();
  }
  await until(async () => (await lagOf(system.api)) === 0);
  expect((await readAll()).data.at(-1)).toMatchObject({ orderId: late.id });
});
