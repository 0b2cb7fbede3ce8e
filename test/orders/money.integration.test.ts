import { afterAll, beforeAll, expect, test } from 'vitest';
import { insist } from '../support/insist.ts';
import { startSystem, type System } from '../support/system.ts';
import { until, untilInstant } from '../support/until.ts';

let system: System;

beforeAll(async () => {
  // The race is run by two thousand clients at one address.
  system = await startSystem({
    apiEnv: { RATE_LIMIT_PER_MINUTE: '100000', MAX_CONNECTIONS_PER_ADDRESS: '12000' },
  });
});

afterAll(() => system.close());

const pay = (id: string, paymentReference: string, amount?: number) =>
  system.client.post(`/v1/orders/${id}/pay`, { paymentReference, ...(amount && { amount }) });

const refundsOf = async (id: string) => {
  const { body } = await system.client.get(`/v1/orders/${id}/events`);
  return body.data.filter(({ type }: { type: string }) => type === 'payment.refund_required');
};

test('a second payment is refused and requires one refund', async () => {
  const { body: order } = await system.client.place();
  await pay(order.id, 'first');
  for (let times = 0; times < 3; times++) {
    expect(await pay(order.id, 'second')).toMatchObject({
      status: 409,
      body: { code: 'order_already_paid' },
    });
    expect(await pay(order.id, 'first')).toMatchObject({ status: 200 });
  }
  expect(await refundsOf(order.id)).toMatchObject([
    {
      sequence: 3,
      data: { amount: 12_900, currency: 'CNY', reason: 'duplicate', paymentReference: 'second' },
    },
  ]);
});

test('a payment of a cancelled order requires one refund, whatever its amount', async () => {
  const { body: order } = await system.client.place();
  await system.client.post(`/v1/orders/${order.id}/cancel`);
  await pay(order.id, 'late', 5);
  await pay(order.id, 'late', 5);
  expect(await refundsOf(order.id)).toMatchObject([
    { sequence: 3, data: { amount: 5, reason: 'late', paymentReference: 'late' } },
  ]);
});

test('a payment of the wrong amount in time requires one refund', async () => {
  const { body: order } = await system.client.place();
  for (let times = 0; times < 3; times++) {
    expect(await pay(order.id, 'short', 1)).toMatchObject({ status: 422, body: { code: 'amount_mismatch' } });
  }
  expect(await refundsOf(order.id)).toMatchObject([
    { sequence: 2, data: { amount: 1, reason: 'amount', paymentReference: 'short' } },
  ]);
  // The right amount comes too late for this reference, and the answer must not blame the amount.
  const { body } = await pay(order.id, 'short', order.amount);
  expect(body).toMatchObject({ code: 'amount_mismatch' });
  expect(body.detail).toContain('The payment short was told with another amount before');
});

test('a payment without a reference requires no refund', async () => {
  const { body: order } = await system.client.place();
  expect(await system.client.post(`/v1/orders/${order.id}/pay`, { amount: 1 })).toMatchObject({
    status: 422,
  });
  await system.client.post(`/v1/orders/${order.id}/cancel`);
  expect(await system.client.post(`/v1/orders/${order.id}/pay`)).toMatchObject({ status: 409 });
  expect(await refundsOf(order.id)).toEqual([]);
});

test('payments at random instants around the deadline are each accepted or refunded, once', async () => {
  const count = 2_000;
  const verdicts = new Set([undefined, 'order_already_paid', 'order_cancelled', 'order_expired']);
  let payments = 0;
  const payNearDeadline = async (id: string, expiresAt: string) => {
    payments += 1;
    const reference = `pay_${payments}`;
    await untilInstant(Date.parse(expiresAt) - 1_500 + Math.random() * 2_000);
    return insist(() => pay(id, reference));
  };
  // The first are paid while the last are placed: however long that takes, no deadline passes unused.
  const paying: ReturnType<typeof payNearDeadline>[] = [];
  for (let batch = 0; batch < count / 200; batch++) {
    const placing = Array.from({ length: 200 }, () =>
      insist(() => system.client.place({ amount: 100, expiresInSeconds: 6, metadata: { race: true } })),
    );
    for (const [index, { body }] of (await Promise.all(placing)).entries())
      for (let times = 0; times <= index % 2; times++) paying.push(payNearDeadline(body.id, body.expiresAt));
  }
  const answers = await Promise.all(paying);
  expect(answers.map(({ body }) => body.code).filter((code) => !verdicts.has(code))).toEqual([]);

  const { postgres } = system.context;
  const ofRace = `(select id from orders where metadata ? 'race')`;
  await until(async () => {
    const { rows } = await postgres.query(
      `select 1 from orders where id in ${ofRace} and status = 'pending' limit 1`,
    );
    return rows.length === 0;
  });
  const { rows } = await postgres.query(`
    select
      (select count(*)::int from orders where id in ${ofRace} and status = 'paid') as paid,
      (select sum(amount)::int from orders where id in ${ofRace} and status = 'paid') as "paidSum",
      (select sum(amount)::int from payments where order_id in ${ofRace} and outcome = 'accepted') as accepted,
      (select count(*)::int from payments where order_id in ${ofRace}) as recorded,
      (select count(*)::int from payments where order_id in ${ofRace} and outcome <> 'accepted') as refused,
      (select count(*)::int from order_events
       where order_id in ${ofRace} and type = 'payment.refund_required') as refunds,
      (select count(distinct data->>'paymentReference')::int from order_events
       where order_id in ${ofRace} and type = 'payment.refund_required') as "refundReferences"`);
  const [sums] = rows;
  expect(sums.accepted).toBe(sums.paidSum);
  expect(sums.recorded).toBe(payments);
  expect([sums.refunds, sums.refundReferences]).toEqual([sums.refused, sums.refused]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(sums.paid);
  expect(sums.paid).toBeGreaterThan(0);
  expect(sums.paid).toBeLessThan(count);
}, 60_000);
