import { startThrowawayRedis, type ThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { Queue } from 'bullmq';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startWorker } from '../support/processes.ts';
import { startSystem, type System } from '../support/system.ts';
import { quickest } from '../support/quickest.ts';
import { until } from '../support/until.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { register, type Endpoint } from '../support/webhook-system.ts';

let redis: ThrowawayRedis;
let system: System;
let receiver: Receiver;
let endpoint: Endpoint;

beforeEach(async () => {
  redis = await startThrowawayRedis();
  system = await startSystem({ redisUrl: redis.url });
  receiver = await startReceiver();
  endpoint = await register(system.client, receiver.url);
});

afterEach(async () => {
  await system.close();
  await receiver.close();
  await redis.stop();
});

const placeMany = async (count: number): Promise<string[]> => {
  const placed = await Promise.all(Array.from({ length: count }, () => system.client.place()));
  return placed.map(({ status, body }) => {
    expect(status).toBe(201);
    return body.id;
  });
};

const nameOf = (orderId: string, sequence: number) => `${orderId} ${sequence}`;
const arrived = () =>
  receiver.received.map(({ body }) => nameOf(body.data.orderId, body.data.sequence)).toSorted();
const areAllDelivered = async () =>
  (await endpoint.deliveries()).every(({ status }) => status === 'delivered');

test('without faults each event arrives once, 99 % of them within a quarter of a second', async () => {
  await system.client.place();
  await until(() => receiver.received.length === 1);
  const orderIds: string[] = [];

  /** @returns within which time 99 of 100 events arrive */
  async function slowestOfMostMs(): Promise<number> {
    const before = receiver.received.length;
    for (let n = 0; n < 100; n += 1) orderIds.push(...(await placeMany(1)));
    await until(() => receiver.received.length === before + 100);
    await until(areAllDelivered);
    const latencies = receiver.received
      .slice(before)
      .map(({ at, body }) => at - Date.parse(body.timestamp))
      .toSorted((a, b) => a - b);
    return latencies[98]!;
  }

  expect(await quickest(250, slowestOfMostMs)).toBeLessThan(250);
  expect(arrived()).toEqual(expect.arrayContaining(orderIds.map((id) => nameOf(id, 1))));
  expect(new Set(arrived()).size).toBe(1 + orderIds.length);
});

test('events committed while Redis is down are delivered when it is back', async () => {
  await redis.kill();
  const orderIds = await placeMany(20);
  await Promise.all(orderIds.map((id) => system.client.post(`/v1/orders/${id}/pay`)));
  expect(receiver.received).toEqual([]);
  await redis.restart();
  await until(() => receiver.received.length >= 40, 20_000);
  const expected = orderIds.flatMap((id) => [nameOf(id, 1), nameOf(id, 2)]);
  expect([...new Set(arrived())]).toEqual(expected.toSorted());
});

test('deliveries that Redis lost after they were queued are queued again', async () => {
  await system.worker.end();
  const orderIds = await placeMany(20);
  const queue = new Queue('webhook', { connection: system.context.redis });
  await until(async () => (await queue.getWaitingCount()) === 20);
  await system.context.redis.flushall();

  const second = await startWorker(system.context);
  await until(() => receiver.received.length >= 20, 20_000);
  expect([...new Set(arrived())]).toEqual(orderIds.map((id) => nameOf(id, 1)).toSorted());
  expect(await second.end()).toBe(0);
});
