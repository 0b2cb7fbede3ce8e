import { createAlarm, type Alarm } from '@order-countdown/shared/redis/alarm';
import { createCountdown, type Countdown } from '@order-countdown/shared/redis/countdown';
import { newOrderId, orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../test/support/context.ts';
import { checkPromises, promises } from '../src/check.ts';

let context: TestContext;
let postgres: Client;
let alarm: Alarm;
let countdown: Countdown;
let id: string;

beforeAll(async () => {
  context = await createTestContext();
  postgres = new Client({ connectionString: context.databaseUrl });
  await postgres.connect();
  alarm = createAlarm(context.redis);
  countdown = createCountdown(context.redis);
});
afterAll(async () => {
  await alarm.close();
  await postgres.end();
  await context.close();
});

beforeEach(() => {
  id = newOrderId();
});
afterEach(async () => {
  await postgres.query(
    'truncate orders, order_events, event_feed, payments, webhook_endpoints, webhook_outbox, webhook_deliveries cascade',
  );
  await context.redis.flushdb();
});

const broken = async () => {
  const breaks = await checkPromises({ postgres, redis: context.redis, sweepIntervalMs: 1_000 });
  for (const { orderId } of breaks) expect(orderId).toBe(id);
  return [...new Set(breaks.map(({ promise }) => promise))];
};

const positions = `insert into event_feed
  select row_number() over (order by sequence), order_id, sequence from order_events on conflict do nothing`;

/** Runs statements in which `:id` is the order. Its events are in the feed then, unless a statement is about the feed. */
async function sql(...statements: string[]): Promise<void> {
  const isAboutFeed = statements.some((statement) => statement.includes('event_feed'));
  for (const statement of isAboutFeed ? statements : [...statements, positions])
    await postgres.query(statement.replaceAll(':id', `'${orderIdToUuid(id)}'`));
}

const event = (sequence: number, type: string, data = '{}', at = "now() - interval '10 minutes'") =>
  `insert into order_events (order_id, sequence, type, data, occurred_at) values (:id, ${sequence}, '${type}', '${data}', ${at})`;
const payment = (reference: string | null, outcome: string) =>
  `insert into payments (order_id, reference, amount, outcome, recorded_at)
   values (:id, ${reference === null ? 'null' : `'${reference}'`}, 100, '${outcome}', now() - interval '10 minutes')`;
const refund = (sequence: number, reference: string) =>
  event(sequence, 'payment.refund_required', JSON.stringify({ paymentReference: reference }));

/** A webhook endpoint from before the order. */
const endpoint = (types: string | null, registered = "now() - interval '1 day'", enabled = true) =>
  `insert into webhook_endpoints (id, place, url, event_types, enabled, sealed_secret, created_at)
   select gen_random_uuid(), count(*) + 1, 'https://shop.example', ${types && `'{${types}}'`}, ${enabled}, '', ${registered}
   from webhook_endpoints`;
const inOutbox = (sequence: number) =>
  `insert into webhook_outbox (order_id, sequence, type, occurred_at) values (:id, ${sequence}, 'order.paid', now())`;
const delivery = (sequence: number, status: string) =>
  `insert into webhook_deliveries (endpoint_id, order_id, sequence, status, due_at)
   select id, :id, ${sequence}, '${status}', ${status === 'pending' ? 'now()' : 'null'} from webhook_endpoints`;

/** An order that was placed 20 minutes ago and is due in 10. */
const place = `insert into orders (id, amount, currency, created_at, expires_at)
  values (:id, 100, 'CNY', now() - interval '20 minutes', now() + interval '10 minutes')`;
const placed = [place, event(1, 'order.placed', '{}', "now() - interval '20 minutes'")];
const pay = (version = 2) =>
  `update orders set status = 'paid', paid_at = now() - interval '10 minutes', payment_reference = 'pay_1', version = ${version} where id = :id`;
const paid = [...placed, pay(), event(2, 'order.paid'), payment('pay_1', 'accepted')];
const expired = [
  ...placed,
  `update orders set created_at = now() - interval '40 minutes', expires_at = now() - interval '10 minutes',
   status = 'cancelled', cancelled_at = now() - interval '10 minutes', cancel_reason = 'expired', version = 2 where id = :id`,
  event(2, 'order.cancelled'),
];

async function setInRedis(): Promise<void> {
  const [expiresAt, createdAt] = [new Date(Date.now() + 600_000), new Date()];
  await alarm.arm([{ id, remainingMs: 600_000 }]);
  await countdown.set([{ id, remainingMs: 600_000, version: 1, customerId: null, expiresAt, createdAt }]);
}

describe('kept promises', () => {
  test('a pending order with its alarm and countdown key breaks none', async () => {
    await sql(...placed);
    await setInRedis();
    expect(await broken()).toEqual([]);
  });

  test('a paid order, with a duplicate payment to be refunded, breaks none', async () => {
    await sql(...paid, payment('pay_2', 'duplicate'), refund(3, 'pay_2'), pay(3));
    expect(await broken()).toEqual([]);
  });

  test('an expired order, with a late payment to be refunded, breaks none', async () => {
    await sql(
      ...expired,
      payment('pay_1', 'late'),
      refund(3, 'pay_1'),
      'update orders set version = 3 where id = :id',
    );
    expect(await broken()).toEqual([]);
  });

  test('a refund that was requested and then withdrawn breaks none', async () => {
    const withdrawn = event(4, 'payment.refund_withdrawn', JSON.stringify({ paymentReference: 'pay_1' }));
    await sql(...paid, refund(3, 'pay_1'), withdrawn, pay(4));
    expect(await broken()).toEqual([]);
  });
});

describe('kept promises about webhooks', () => {
  test.each([
    ['in the outbox', inOutbox(2)],
    ['with a pending delivery', delivery(2, 'pending')],
    ['with a delivery that was delivered', delivery(2, 'delivered')],
    ['with a delivery that failed', delivery(2, 'failed')],
  ])('an event %s breaks none', async (_, then) => {
    await sql(...paid, endpoint('order.paid'), then);
    expect(await broken()).toEqual([]);
  });

  test('an event that no older, enabled endpoint wants breaks none', async () => {
    await sql(
      ...paid,
      endpoint('order.cancelled'),
      endpoint(null, 'now()'),
      endpoint(null, undefined, false),
    );
    expect(await broken()).toEqual([]);
  });
});

const breaks: Record<string, { of: string[]; alsoBreaks?: string[] }> = {
  paid_means_accepted: {
    of: [...placed, pay(), event(2, 'order.paid'), 'update orders set paid_at = now()'],
  },
  kept_money_is_not_refunded: {
    of: [...paid, refund(3, 'pay_1'), pay(3)],
    alsoBreaks: ['references_recorded_once'],
  },
  one_final_event: { of: [...paid, event(3, 'order.cancelled'), pay(3)] },
  nothing_cancelled_early: {
    of: [...expired, `update orders set expires_at = now() - interval '9 minutes' where id = :id`],
  },
  nothing_paid_late: { of: [...paid, `update orders set expires_at = paid_at where id = :id`] },
  sequences_without_gaps: { of: [...paid, 'update orders set version = 3 where id = :id'] },
  times_never_run_backwards: {
    of: [
      ...placed,
      event(2, 'order.extended', '{}', "now() - interval '21 minutes'"),
      'update orders set version = 2',
    ],
  },
  one_reminder: {
    of: [...placed, event(2, 'order.expiring'), event(3, 'order.expiring'), 'update orders set version = 3'],
  },
  references_recorded_once: { of: [...paid, payment('pay_2', 'duplicate')] },
  events_delivered_or_due: {
    of: [
      ...paid,
      endpoint('order.paid'),
      delivery(2, 'delivered'),
      endpoint('order.paid'),
      delivery(1, 'pending'),
    ],
  },
  events_in_the_feed: { of: [...paid, 'insert into event_feed values (1, :id, 2), (2, :id, 1)'] },
  nothing_overdue: {
    of: [
      ...placed,
      `update orders set created_at = now() - interval '1 hour', expires_at = now() - interval '3 seconds' where id = :id`,
    ],
  },
};

describe('broken promises', () => {
  test.each(Object.entries(breaks))('%s is noticed', async (name, { of, alsoBreaks = [] }) => {
    await sql(...of);
    if (/pending|times|one_reminder/.test(name)) await setInRedis();
    expect((await broken()).toSorted()).toEqual([name, ...alsoBreaks].toSorted());
  });

  test('an event that has no position in the feed after a minute is noticed', async () => {
    await sql(...paid);
    await sql('delete from event_feed where sequence = 2');
    expect(await broken()).toEqual(['events_in_the_feed']);
  });

  test.each([
    ['an alarm', () => alarm.arm([{ id, remainingMs: 600_000 }])],
    ['a countdown key', async () => void (await context.redis.set(`countdown:${id}`, '{}'))],
  ])('%s of a paid order is noticed', async (_, leave) => {
    await sql(...paid);
    await leave();
    expect(await broken()).toEqual(['no_trace_of_final_orders']);
  });

  test.each([
    ['no alarm', () => alarm.disarm([id])],
    ['no countdown key', async () => void (await context.redis.del(`countdown:${id}`))],
  ])('a pending order with %s is noticed', async (_, lose) => {
    await sql(...placed);
    await setInRedis();
    await lose();
    expect(await broken()).toEqual(['pending_orders_are_set']);
  });

  test('every promise has a way to be broken here', () => {
    const ofRedis = ['no_trace_of_final_orders', 'pending_orders_are_set'];
    expect(Object.keys(promises).toSorted()).toEqual([...Object.keys(breaks), ...ofRedis].toSorted());
  });
});
