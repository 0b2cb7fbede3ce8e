import { Queue, Worker } from 'bullmq';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { alarmJobName, alarmQueueName, createAlarm, type Alarm } from '../src/redis/alarm.ts';
import { newOrderId } from '../src/order/order-id.ts';
import type { Redis } from '../src/redis/connection.ts';
import { createTestContext, type TestContext } from './support/context.ts';
import { connectProducer } from './support/redis-client.ts';

let context: TestContext;
let producer: Redis;
let alarm: Alarm;
/** The queue as the worker and the dashboard see it. */
let queue: Queue;

beforeEach(async () => {
  context = await createTestContext();
  producer = connectProducer(context.redisUrl);
  await until(() => producer.status === 'ready');
  alarm = createAlarm(producer);
  queue = new Queue(alarmQueueName, { connection: context.redis });
});
afterEach(async () => {
  await alarm.close();
  await queue.close();
  producer.disconnect();
  await context.close();
});

const order = (remainingMs = 60_000) => ({ id: newOrderId(), remainingMs });
const orders = (count: number) => Array.from({ length: count }, () => order());
const idsOf = (orders: readonly { id: string }[]) => orders.map(({ id }) => id);

/** Milliseconds until an alarm rings. */
async function remainingMs(id: string): Promise<number> {
  const [due] = await alarm.dueTimes([id]);
  return (due ?? Number.NaN) - Date.now();
}

async function allPages(pageSize: number): Promise<string[][]> {
  const pages: string[][] = [];
  for await (const page of alarm.pages(pageSize)) pages.push(page);
  return pages;
}

test('an alarm is a delayed job that carries the order’s id and nothing else', async () => {
  const { id } = order();
  await alarm.arm([{ id, remainingMs: 60_000 }]);
  const job = await queue.getJob(id);
  expect(job).toMatchObject({ id, name: alarmJobName, data: {}, delay: 60_000 });
  expect(await job?.getState()).toBe('delayed');
});

test('the alarm of an order that is due rings at once', async () => {
  const { id } = order();
  await alarm.arm([{ id, remainingMs: 0 }]);
  expect(await (await queue.getJob(id))?.getState()).toBe('waiting');
  expect(await alarm.dueTimes([id])).toEqual([null]);
});

test('arming an order that has an alarm changes nothing', async () => {
  const { id } = order();
  await alarm.arm([{ id, remainingMs: 60_000 }]);
  await alarm.arm([{ id, remainingMs: 120_000 }]);
  expect(await alarm.count()).toBe(1);
  expect(await remainingMs(id)).toBeLessThanOrEqual(60_000);
});

test('rearming sets the time of an alarm, whether or not it existed', async () => {
  const [set, unset] = [order(), order()];
  await alarm.arm([set]);
  await alarm.rearm([set, unset].map(({ id }) => ({ id, remainingMs: 120_000 })));
  expect(await alarm.count()).toBe(2);
  for (const { id } of [set, unset]) {
    expect(await remainingMs(id)).toBeGreaterThan(118_000);
    expect(await remainingMs(id)).toBeLessThanOrEqual(120_000);
  }
});

test('disarming removes alarms and ignores missing ones', async () => {
  const [a, b] = [order(), order()];
  await alarm.arm([a, b]);
  await alarm.disarm([a.id, newOrderId()]);
  expect(await alarm.dueTimes([a.id])).toEqual([null]);
  expect(await remainingMs(b.id)).toBeGreaterThan(0);
  await alarm.disarm([a.id]);
  expect(await alarm.count()).toBe(1);
});

test('disarming and arming leave a ringing alarm to the worker that took it', async () => {
  const { id } = order();
  await alarm.arm([{ id, remainingMs: 0 }]);
  const connection = context.redis.duplicate();
  const worker = new Worker(alarmQueueName, null, { connection, autorun: false });
  try {
    const job = await worker.getNextJob('token');
    expect(job?.id).toBe(id);
    await alarm.disarm([id]);
    await alarm.arm([{ id, remainingMs: 60_000 }]);
    expect(await job?.getState()).toBe('active');
    expect(await alarm.count()).toBe(0);
  } finally {
    await worker.close(true);
    connection.disconnect();
  }
});

test('due times come in the order of the ids, null where there is no alarm', async () => {
  const [soon, later] = [order(60_000), order(2_592_000_000)];
  const startedAt = Date.now();
  await alarm.arm([soon, later]);
  const [first, second, third] = await alarm.dueTimes([later.id, newOrderId(), soon.id]);
  const elapsedMs = Date.now() - startedAt;
  expect(first! - startedAt).toBeGreaterThanOrEqual(2_592_000_000);
  expect(first! - startedAt).toBeLessThanOrEqual(2_592_000_000 + elapsedMs);
  expect(second).toBeNull();
  expect(third! - startedAt).toBeGreaterThanOrEqual(60_000);
  expect(third! - startedAt).toBeLessThanOrEqual(60_000 + elapsedMs);
});

test('an empty set is no error', async () => {
  await alarm.arm([]);
  await alarm.disarm([]);
  await alarm.rearm([]);
  expect(await alarm.count()).toBe(0);
  expect((await allPages(1_000)).flat()).toEqual([]);
});

test('the count leaves out alarms whose time has come', async () => {
  const [due, later] = [order(1), order()];
  await alarm.arm([due, later]);
  await until(async () => (await remainingMs(due.id)) < 0);
  expect(await alarm.count()).toBe(1);
});

test('pages hold every alarm', async () => {
  const all = orders(2_500);
  await alarm.arm(all);
  expect(await alarm.count()).toBe(2_500);
  const pages = await allPages(1_000);
  expect(pages.length).toBeGreaterThanOrEqual(2);
  expect(new Set(pages.flat())).toEqual(new Set(idsOf(all)));
});

test('alarms can be removed while their pages are read', async () => {
  const all = orders(2_500);
  await alarm.arm(all);
  for await (const page of alarm.pages(1_000)) await alarm.disarm(page);
  expect(await alarm.count()).toBe(0);
});
