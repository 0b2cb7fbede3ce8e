import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../support/client.ts';
import { tally } from '../support/ledger.ts';
import { startSystem, type System } from '../support/system.ts';
import { until, untilInstant } from '../support/until.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
});

afterAll(() => system.close());

const orderCount = 500;

/** So many at once that none is refused because the API is busy. */
const lanes = 20;

interface Raced {
  id: string;
  answer: Answer;
}

/** Places an order, and begins to pay it at its deadline or in the half second before. @returns the payment */
async function placeToPay(index: number): Promise<() => Promise<Raced>> {
  const placed = await system.client.place({ expiresInSeconds: 4 });
  expect(placed.status).toBe(201);
  const { id, expiresAt } = placed.body as { id: string; expiresAt: string };
  const leadMs = (index % 50) * 10;
  const paying = untilInstant(Date.parse(expiresAt) - leadMs).then(() =>
    system.client.post(`/v1/orders/${id}/pay`, { paymentReference: `pay_${index}` }),
  );
  return async () => ({ id, answer: await paying });
}

async function raceInLanes(): Promise<Raced[]> {
  const paying: (() => Promise<Raced>)[] = [];
  let started = 0;
  const lane = async () => {
    while (started < orderCount) paying.push(await placeToPay((started += 1)));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return Promise.all(paying.map((each) => each()));
}

test('orders paid at the instant of their deadline end either paid or cancelled', async () => {
  // Some arrive in time, some too late.
  const raced = await raceInLanes();
  await until(async () => (await tally(system.context)).every(({ status }) => status !== 'pending'));
  expect(raced.length).toBe(orderCount);
  for (const { id, answer } of raced) {
    const { body: order } = await system.client.get(`/v1/orders/${id}`);
    expect([200, 409]).toContain(answer.status);
    expect(order.status).toBe(answer.status === 200 ? 'paid' : 'cancelled');
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
