import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startConsole, type ConsoleSystem } from '../support/console-system.ts';
import { until } from '../support/until.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { register, type Endpoint } from '../support/webhook-system.ts';

let system: ConsoleSystem;
let receiver: Receiver;
let endpoint: Endpoint;
/** Paid twice, once in time, and cancelled. */
let paid: string;
let lapsed: string;

const place = async (members: object = {}) => (await system.client.place({ ...members })).body.id as string;
const post = (path: string, body: object = {}) => system.client.post(path, body);

beforeAll(async () => {
  [system, receiver] = await Promise.all([startConsole(), startReceiver()]);
  endpoint = await register(system.client, receiver.url, { events: ['order.paid'] });
  lapsed = await place({ expiresInSeconds: 1, customerId: 'cus_lapsed' });
  paid = await place({ reference: '=R-1', customerId: 'cus_paid' });
  await post(`/v1/orders/${paid}/payment-attempts`, { provider: 'stripe' });
  await post(`/v1/orders/${paid}/pay`, { paymentReference: 'pay_kept' });
  await post(`/v1/orders/${paid}/pay`, { paymentReference: 'pay_twice' });
  await until(async () => (await system.client.get(`/v1/orders/${lapsed}`)).body.status === 'cancelled');
});

afterAll(async () => {
  await receiver.close();
  await system.close();
});

const idsOf = async (query: string) =>
  (await system.read(`/orders?${query}`)).data.map(({ id }: { id: string }) => id);

describe('overview', () => {
  test('it says how many orders are pending, due and ended, how late they were, and what is owed', async () => {
    const pending = await place({ expiresInSeconds: 90 });
    const found = await until(async () => {
      const body = await system.read('/overview');
      return body.drift?.difference === 0 && body.orders?.pending > 0 && body;
    });
    expect(found).toMatchObject({
      stores: { postgres: 'up', redis: 'up' },
      orders: { pending: 1, overdue: 0 },
      lateness: { count: 1, p50Ms: expect.any(Number), p99Ms: expect.any(Number) },
      drift: { alarms: 1, pending: 1 },
      refundsDue: { count: 1, sums: [{ currency: 'CNY', amount: 12_900, orders: 1 }] },
      endpoints: { total: 1, failing: [] },
    });
    const sum = (minutes: Record<string, number>[], name: string) =>
      minutes.reduce((total, minute) => total + (minute[name] ?? Number.NaN), 0);
    expect([found.duePerMinute.length, sum(found.duePerMinute, 'due')]).toEqual([60, 1]);
    expect(found.duePerMinute[0].due).toBe(0);
    expect(found.endedPerMinute).toHaveLength(60);
    expect(sum(found.endedPerMinute, 'paid')).toBe(1);
    expect(sum(found.endedPerMinute, 'cancelled')).toBe(1);
    await post(`/v1/orders/${pending}/cancel`);
  });
});

describe('orders', () => {
  test('they are filtered, and listed page by page', async () => {
    expect(await idsOf('status=paid')).toEqual([paid]);
    expect(await idsOf('refundDue=true')).toEqual([paid]);
    expect(await idsOf('customerId=cus_lapsed&status=cancelled')).toEqual([lapsed]);
    const { data, nextCursor } = await system.read('/orders?limit=1');
    expect(await idsOf(`limit=100&cursor=${nextCursor}`)).not.toContain(data[0].id);
  });

  test('an order is found by any id of what belongs to it, and by its reference, payment or customer', async () => {
    const shown = await until(async () => {
      const body = await system.read(`/orders/${paid}`);
      return body.deliveries[0]?.status === 'delivered' && body;
    });
    const event = shown.deliveries[0].eventId;
    const names = [
      paid,
      ` ${paid.toUpperCase()} `,
      shown.attempts[0].id,
      shown.refunds[0].id,
      shown.deliveries[0].id,
      event,
      `${paid.replace('ord_', 'evt_')}_2`,
      '=R-1',
      'pay_kept',
      'pay_twice',
      'cus_paid',
    ];
    for (const name of names)
      expect([name, await idsOf(`q=${encodeURIComponent(name)}`)]).toEqual([name, [paid]]);
  });

  test.each([
    'ord_01jdkz3y8re0fv2x9k7q5m4n6p',
    'pat_01jdkz3y8re0fv2x9k7q5m4n6p',
    'rfd_01jdkz3y8re0fv2x9k7q5m4n6p',
    'whd_01jdkz3y8re0fv2x9k7q5m4n6p',
    'evt_01jdkz3y8re0fv2x9k7q5m4n6p',
    'nobody',
  ])('nothing is found by %s, which there is not', async (name) => {
    expect(await idsOf(`q=${name}`)).toEqual([]);
  });

  test('as CSV they have a header, and no formulas', async () => {
    const answer = await system.operator.get('/admin/api/orders.csv?status=paid');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="orders-[\d-]+\.csv"$/);
    const [header, line, ...rest] = answer.body.split('\r\n');
    expect(header).toMatch(/^id,reference,customerId,status,amount,currency,createdAt,/);
    expect(line).toMatch(new RegExp(`^${paid},"'=R-1",cus_paid,paid,12900,CNY,2\\d{3}-`));
    expect(rest).toEqual(['']);
    const found = await system.operator.get('/admin/api/orders.csv?q=cus_paid');
    expect(found.body).toBe(answer.body);
  });
});

test('an export of many pages has each order once, newest first, and its last line says that there are more', async () => {
  await system.context.postgres.query(
    `insert into orders (id, customer_id, amount, currency, created_at, expires_at, status, paid_at)
     select uuid_v7(now() - n * interval '1 s'), 'cus_many', 1, 'EUR', now(), now() + interval '1 hour', 'paid', now()
     from generate_series(1, 10001) n`,
  );
  const ask = () => system.operator.get('/admin/api/orders.csv?customerId=cus_many');
  // More than are made at a time.
  const [{ body }, ...others] = await Promise.all([ask(), ask(), ask()]);
  for (const other of others) expect(other.body).toBe(body);
  const lines = (body as string).split('\r\n').slice(1, -1);
  const last = lines.pop()!;
  expect(last).toMatch(/^There are more orders than these 10000\. [^,]+,+$/);
  expect(last.split(',')).toHaveLength(lines[0]!.split(',').length);
  const ids = lines.map((line) => line.split(',')[0]);
  expect([ids.length, new Set(ids).size]).toEqual([10_000, 10_000]);
  expect(ids).toEqual(ids.toSorted((a = '', b = '') => (a < b ? 1 : -1)));
});

describe('an order', () => {
  test('its events come in pages', async () => {
    const { body: order } = await system.client.place();
    const extended = Array.from({ length: 101 }, () =>
      system.client.post(`/v1/orders/${order.id}/extend`, { seconds: 1 }),
    );
    await Promise.all(extended);
    const sequencesAt = async (query: string) => {
      const { events } = await system.read(`/orders/${order.id}${query}`);
      return {
        next: events.nextCursor,
        of: events.data.map(({ sequence }: { sequence: number }) => sequence),
      };
    };
    const first = await sequencesAt('');
    expect([first.of.length, first.of[0]]).toEqual([100, 1]);
    expect(await sequencesAt(`?cursor=${first.next}`)).toEqual({ next: null, of: [101, 102] });
  });

  test('it comes with its events, attempts, payments, refunds and deliveries', async () => {
    const shown = await system.read(`/orders/${paid}`);
    expect(shown).toMatchObject({
      order: { id: paid, status: 'paid', refundDueAmount: 12_900 },
      attempts: [{ status: 'lapsed', provider: 'stripe' }],
      payments: [
        { reference: 'pay_twice', amount: 12_900, outcome: 'duplicate', refundId: shown.refunds[0].id },
        { reference: 'pay_kept', amount: 12_900, outcome: 'accepted', refundId: null },
      ],
      refunds: [{ status: 'due', reason: 'duplicate' }],
      deliveries: [{ type: 'order.paid', endpointId: endpoint.id, endpointUrl: receiver.url }],
      alarm: null,
      redis: { state: 'agrees', differences: [] },
    });
    expect(shown.events.data.map(({ type }: { type: string }) => type)).toEqual([
      'order.placed',
      'order.payment_started',
      'order.paid',
      'payment.refund_required',
    ]);
    expect(shown.events.data[0].actor).toEqual({ kind: 'backend', subject: expect.any(String) });
  });

  test('of a pending one the alarm is shown', async () => {
    const id = await place({ expiresInSeconds: 600 });
    const shown = await until(async () => {
      const body = await system.read(`/orders/${id}`);
      return body.redis.state === 'agrees' && body;
    });
    expect(shown.alarm).toEqual({
      queue: 'order-expiry',
      jobId: id,
      dueAt: expect.any(String),
      state: 'delayed',
    });
    await post(`/v1/orders/${id}/cancel`);
  });
});

test('refunds are filtered by status and reason', async () => {
  const refunds = async (query: string) =>
    (await system.read(`/refunds?${query}`)).data.map(({ orderId }: { orderId: string }) => orderId);
  expect(await refunds('status=due&reason=duplicate')).toEqual([paid]);
  expect(await refunds('status=due&reason=late')).toEqual([]);
  expect(await refunds('status=refunded')).toEqual([]);
});

test('queues are counted', async () => {
  const { redis, queues } = await system.read('/queues');
  expect(redis).toBe('up');
  expect(queues.map(({ name }: { name: string }) => name)).toEqual(['order-expiry', 'webhook']);
});
