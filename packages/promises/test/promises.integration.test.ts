import { createAlarm, type Alarm } from '@order-countdown/shared/redis/alarm';
import { createCountdown, type Countdown } from '@order-countdown/shared/redis/countdown';
import { newOrderId, orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../test/support/context.ts';
import { checkPromises, promises } from '../src/check.ts';
import { breaks, furtherBreaks } from './support/breaks.ts';
import {
  attempt,
  delivery,
  endpoint,
  event,
  expired,
  inOutbox,
  paid,
  pay,
  payment,
  placed,
  refund,
  positions,
} from './support/statements.ts';

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
    'truncate orders, order_events, event_feed, payments, payment_attempts, webhook_endpoints, webhook_outbox, webhook_deliveries cascade',
  );
  await context.redis.flushdb();
});

const broken = async () => {
  const breaks = await checkPromises({ postgres, redis: context.redis, sweepIntervalMs: 1_000 });
  for (const { orderId } of breaks) expect(orderId).toBe(id);
  return [...new Set(breaks.map(({ promise }) => promise))];
};

/** Runs statements in which `:id` is the order. Its events are in the feed then, unless a statement is about the feed. */
async function sql(...statements: string[]): Promise<void> {
  const isAboutFeed = statements.some((statement) => statement.includes('event_feed'));
  for (const statement of isAboutFeed ? statements : [...statements, positions])
    await postgres.query(statement.replaceAll(':id', `'${orderIdToUuid(id)}'`));
}

async function setInRedis(): Promise<void> {
  const [expiresAt, createdAt] = [new Date(Date.now() + 600_000), new Date()];
  await alarm.arm([{ id, remainingMs: 600_000 }]);
  const order = {
    id,
    version: 1,
    customerId: null,
    createdAt,
    payBy: expiresAt,
    expiresAt,
    payingUntil: null,
  };
  await countdown.set([{ ...order, remainingMs: 600_000 }]);
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

  test('a pending order, with a payment of another amount whose refund was made, breaks none', async () => {
    await sql(
      ...placed,
      payment('pay_2', 'mismatched'),
      refund(2, 'pay_2'),
      `update payments set refunded_at = now() - interval '9 minutes'`,
      'update orders set version = 3, refund_due_amount = 0 where id = :id',
      `insert into order_events (order_id, sequence, type, data, occurred_at)
       select order_id, 3, 'payment.refunded', jsonb_build_object('refundId', type_id('rfd', refund_id)), refunded_at
       from payments`,
    );
    await setInRedis();
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

describe('kept promises about payment attempts', () => {
  const at = (minutes: number) =>
    `(select created_at + interval '${minutes} minutes' from orders where id = :id)`;

  test('a pending order with a hold beyond its own deadline breaks none', async () => {
    await sql(
      ...placed,
      `update orders set pay_by = expires_at, version = 2 where id = :id`,
      `update orders set expires_at = expires_at + interval '2 minutes', paying_until = expires_at where id = :id`,
      ...attempt(2, at(32)),
    );
    await setInRedis();
    expect(await broken()).toEqual([]);
  });

  test('a paid order with attempts that failed, lapsed and succeeded breaks none', async () => {
    await sql(
      ...placed,
      ...attempt(2, 'null', 'failed'),
      ...attempt(3, at(5)),
      ...attempt(4, at(7), 'succeeded'),
      pay(5),
      event(5, 'order.paid'),
      payment('pay_1', 'accepted'),
    );
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

  test.each(furtherBreaks)('%s is noticed of %s', async (name, _, of) => {
    await sql(...of);
    expect(await broken()).toEqual([name]);
  });

  test('every promise has a way to be broken here', () => {
    const ofRedis = ['no_trace_of_final_orders', 'pending_orders_are_set'];
    expect(Object.keys(promises).toSorted()).toEqual([...Object.keys(breaks), ...ofRedis].toSorted());
  });
});
