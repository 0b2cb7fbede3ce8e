import { startThrowawayRedis, type ThrowawayRedis } from '../../local-services/src/throwaway.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { createAlarm, type Alarm } from '../src/redis/alarm.ts';
import { newOrderId } from '../src/order/order-id.ts';
import type { Redis } from '../src/redis/connection.ts';
import { TimedOut, within } from '../src/platform/within.ts';
import { connectProducer } from './support/redis-client.ts';

let server: ThrowawayRedis;
let producer: Redis;
let alarm: Alarm;

beforeEach(async () => {
  server = await startThrowawayRedis();
});
afterEach(async () => {
  await within(2_000, alarm.close());
  producer.disconnect();
  await server.stop();
});

function connect(): void {
  producer = connectProducer(server.url);
  alarm = createAlarm(producer);
}

const order = () => ({ id: newOrderId(), remainingMs: 60_000 });
const isConnected = () => producer.status === 'ready';
const isDisconnected = () => producer.status !== 'ready';

/** Uses the alarm, for half a second at most. @returns whether that worked, failed or hung */
async function attempt(work: () => Promise<unknown>): Promise<string> {
  try {
    await within(500, work());
    return 'done';
  } catch (error) {
    return error instanceof TimedOut ? 'hung' : 'failed';
  }
}

/** Calls every method. */
const attemptAll = () => {
  const { id, remainingMs } = order();
  return Promise.all([
    attempt(() => alarm.arm([{ id, remainingMs }])),
    attempt(() => alarm.disarm([id])),
    attempt(() => alarm.rearm([{ id, remainingMs }])),
    attempt(() => alarm.dueTimes([id])),
    attempt(() => alarm.pages(10)[Symbol.asyncIterator]().next()),
    attempt(() => alarm.count()),
  ]);
};

const allFailed = Array.from({ length: 6 }, () => 'failed');
const allDone = Array.from({ length: 6 }, () => 'done');

test('the alarm fails at once while Redis is down, and works when Redis is back', async () => {
  connect();
  await until(isConnected);
  expect(await attemptAll()).toEqual(allDone);

  await server.kill();
  await until(isDisconnected);
  expect(await attemptAll()).toEqual(allFailed);

  await server.restart();
  await until(isConnected);
  expect(await attemptAll()).toEqual(allDone);
});

test('the alarm never hangs while Redis goes down', async () => {
  connect();
  await until(isConnected);
  await alarm.arm([order()]);
  const killed = server.kill();
  const results: string[] = [];
  while (isConnected()) results.push(await attempt(() => alarm.arm([order()])));
  await killed;
  expect(results).not.toContain('hung');
});

test('an alarm created before Redis starts works once Redis is up', async () => {
  await server.kill();
  connect();
  await until(isDisconnected);
  expect(await attemptAll()).toEqual(allFailed);

  await server.restart();
  await until(isConnected);
  expect(await attemptAll()).toEqual(allDone);
});

test('the alarm works again after each of several outages', async () => {
  connect();
  for (let outage = 0; outage < 3; outage += 1) {
    await until(isConnected);
    expect(await attemptAll()).toEqual(allDone);
    await server.kill();
    await until(isDisconnected);
    expect(await attemptAll()).toEqual(allFailed);
    await server.restart();
  }
  await until(isConnected);
  expect(await attemptAll()).toEqual(allDone);
});

test('with Redis frozen the alarm fails within the connection’s time limit, and works afterwards', async () => {
  connect();
  await until(isConnected);
  await alarm.arm([order()]);
  server.freeze();
  try {
    await expect(within(5_000, alarm.arm([order()]))).rejects.not.toBeInstanceOf(TimedOut);
  } finally {
    server.thaw();
  }
  await until(isConnected);
  await until(async () => (await attempt(() => alarm.arm([order()]))) === 'done');
});

test('the alarm works after its first use failed half-way', async () => {
  connect();
  await until(isConnected);
  server.freeze();
  try {
    await expect(within(5_000, alarm.arm([order()]))).rejects.not.toBeInstanceOf(TimedOut);
  } finally {
    server.thaw();
  }
  await until(async () => (await attempt(() => alarm.arm([order()]))) === 'done');
});

test('the alarm closes at once while Redis is down, even twice', async () => {
  connect();
  await until(isConnected);
  await alarm.arm([order()]);
  await server.kill();
  expect(await attempt(() => alarm.close())).toBe('done');
  expect(await attempt(() => alarm.close())).toBe('done');
});
