import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorker } from '../support/processes.ts';
import { startSystem, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

const leadSeconds = 2;
const sweepIntervalMs = 200;
const env = { REMINDER_LEAD_SECONDS: String(leadSeconds), SWEEP_INTERVAL_MS: String(sweepIntervalMs) };

let system: System;

beforeAll(async () => {
  system = await startSystem({ apiEnv: env, workerEnv: env });
});

afterAll(() => system.close());

const eventsOf = async (id: string): Promise<{ type: string; occurredAt: string; data: object }[]> =>
  (await system.client.get(`/v1/orders/${id}/events`)).body.data;

const typesOf = async (id: string) => (await eventsOf(id)).map(({ type }) => type);

const isCancelled = (id: string) => async () => (await typesOf(id)).includes('order.cancelled');

test.concurrent('an order gets one reminder, the lead time before its deadline', async () => {
  const { body: order } = await system.client.place({ expiresInSeconds: 4 });
  await until(isCancelled(order.id));
  const events = await eventsOf(order.id);
  expect(events.map(({ type }) => type)).toEqual(['order.placed', 'order.expiring', 'order.cancelled']);
  expect(events[1]?.data).toEqual({ expiresAt: order.expiresAt });
  const dueAt = Date.parse(order.expiresAt) - leadSeconds * 1_000;
  const latenessMs = Date.parse(events[1]?.occurredAt ?? '') - dueAt;
  expect(latenessMs).toBeGreaterThanOrEqual(0);
  expect(latenessMs).toBeLessThan(2 * sweepIntervalMs + 100);
});

test.concurrent('an order with a window shorter than twice the lead time gets no reminder', async () => {
  const { body: order } = await system.client.place({ expiresInSeconds: 3 });
  await until(isCancelled(order.id));
  expect(await typesOf(order.id)).toEqual(['order.placed', 'order.cancelled']);
});

test.concurrent('a paid order gets no reminder', async () => {
  // Paid in time: a busy machine may need longer than the window.
  const order = await until(async () => {
    const { body } = await system.client.place({ expiresInSeconds: 4 });
    const { status } = await system.client.post(`/v1/orders/${body.id}/pay`);
    return status === 200 ? body : null;
  });
  const { body: other } = await system.client.place({ expiresInSeconds: 4 });
  await until(isCancelled(other.id));
  expect(await typesOf(order.id)).toEqual(['order.placed', 'order.paid']);
});

test.concurrent('an extension schedules the reminder anew, and one that was sent is not sent again', async () => {
  const { body: order } = await system.client.place({ expiresInSeconds: 3 });
  const { body: extended } = await system.client.post(`/v1/orders/${order.id}/extend`, { seconds: 2 });
  await until(async () => (await typesOf(order.id)).includes('order.expiring'));
  const reminder = (await eventsOf(order.id)).find(({ type }) => type === 'order.expiring');
  expect(reminder?.data).toEqual({ expiresAt: extended.expiresAt });
  expect(Date.parse(reminder?.occurredAt ?? '')).toBeGreaterThanOrEqual(
    Date.parse(extended.expiresAt) - leadSeconds * 1_000,
  );

  // The reminder was sent for the earlier deadline.
  await system.client.post(`/v1/orders/${order.id}/extend`, { seconds: 2 });
  await until(isCancelled(order.id));
  expect((await typesOf(order.id)).filter((type) => type === 'order.expiring')).toHaveLength(1);
});

test('a worker killed while reminders are due causes no missing and no duplicate ones', async () => {
  // Started before, or its start would compete with the deadlines.
  const second = await startWorker(system.context, env);
  const placed = await Promise.all(
    Array.from({ length: 300 }, () => system.client.place({ expiresInSeconds: 4 })),
  );
  const uuids = placed.map(({ body }) => orderIdToUuid(body.id));
  const reminders = async () => {
    const { rows } = await system.context.postgres.query(
      `select count(*)::int as events, count(distinct order_id)::int as orders from order_events
       where type = 'order.expiring' and order_id = any($1)`,
      [uuids],
    );
    return rows[0];
  };
  await until(async () => (await reminders()).events > 0, undefined, 1);
  await system.worker.end('SIGKILL');
  await until(isCancelled(placed.at(-1)?.body.id));
  expect(await reminders()).toEqual({ events: 300, orders: 300 });
  await second.end();
});
