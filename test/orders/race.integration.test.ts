import { afterAll, beforeAll, expect, test } from 'vitest';
import { tally } from '../support/ledger.ts';
import { startSystem, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
});

afterAll(() => system.close());

const orderCount = 500;

test('orders paid at the instant of their deadline end either paid or cancelled', async () => {
  const placed = await Promise.all(
    Array.from({ length: orderCount }, () => system.client.place({ expiresInSeconds: 4 })),
  );
  const orders = placed.map(({ body }) => body);

  // Sent at the orders' deadlines and in the half second before: some arrive in time, some too late.
  const answers = await Promise.all(
    orders.map(async (order, index) => {
      const leadMs = (index % 50) * 10;
      await until(() => Date.now() >= Date.parse(order.expiresAt) - leadMs, 10_000, 1);
      return system.client.post(`/v1/orders/${order.id}/pay`, { paymentReference: `pay_${index}` });
    }),
  );

  await until(async () => (await tally(system.context)).every(({ status }) => status !== 'pending'));
  for (const [index, { id }] of orders.entries()) {
    const { body: order } = await system.client.get(`/v1/orders/${id}`);
    const answer = answers[index];
    expect([200, 409]).toContain(answer?.status);
    expect(order.status).toBe(answer?.status === 200 ? 'paid' : 'cancelled');
    const { paidAt, cancelledAt, expiresAt } = order;
    const isPaidInTime = paidAt !== null && Date.parse(paidAt) < Date.parse(expiresAt);
    const isCancelledWhenDue = cancelledAt !== null && Date.parse(cancelledAt) >= Date.parse(expiresAt);
    expect([isPaidInTime, isCancelledWhenDue].filter(Boolean)).toHaveLength(1);
  }

  const counts = await tally(system.context);
  expect(counts.map(({ status }) => status)).toEqual(['cancelled', 'paid']);
  for (const { orders: count, finalEvents } of counts) expect(finalEvents).toBe(count);
});

test('exactly one of many concurrent payments of an order is accepted', async () => {
  const { body: order } = await system.client.place();
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      system.client.post(`/v1/orders/${order.id}/pay`, { paymentReference: `pay_${index}` }),
    ),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'order_already_paid')).toHaveLength(49);
});
