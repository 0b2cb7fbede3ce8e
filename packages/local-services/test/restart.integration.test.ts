import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlace, deadline, living, type Place } from './support/npm-start.ts';
import { createShop, type Shop } from './support/shop.ts';

const SWEEP_INTERVAL_MS = 1_000; // the default
const MAX_ADDED_MS = 300;

let place: Place;

beforeEach(async () => {
  place = await createPlace();
});
afterEach(() => place.close());

test('npm start restarts a killed Redis with its data, and orders go on without it', async () => {
  const started = await place.runUntilReady();
  const shop = createShop(place.port('PORT'), started.output());
  const calmMs = await buyOften(shop);
  await inRedis((redis) => redis.set('kept', '42'));

  const letRedisStart = keepRedisFromStarting();
  process.kill(started.pids.get('redis/redis.pid')!, 'SIGKILL');
  await expect
    .poll(started.output, deadline)
    .toContain('Redis was killed by SIGKILL. Orders go on without it; restarting it ...\n');
  expect(await shop.readiness()).toMatchObject({ status: 200, body: { status: 'degraded' } });
  const { body: unpaid } = await shop.placeOrder(1);
  expect((await buyOften(shop)) - calmMs).toBeLessThan(MAX_ADDED_MS);
  await expect.poll(async () => (await shop.readOrder(unpaid.id)).body.status, deadline).toBe('cancelled');
  const { body: cancelled } = await shop.readOrder(unpaid.id);
  expect(Date.parse(cancelled.cancelledAt!) - Date.parse(cancelled.expiresAt)).toBeLessThan(
    2 * SWEEP_INTERVAL_MS,
  );
  expect(started.output()).not.toContain('Redis is back');

  letRedisStart();
  await expect.poll(started.output, deadline).toContain('Redis is back.\n');
  await expect.poll(async () => (await shop.readiness()).body.status, deadline).toBe('ready');
  expect(await inRedis((redis) => redis.get('kept'))).toBe('42');
  for (const app of ['api.pid', 'worker.pid'] as const)
    expect(place.pids().get(app)).toBe(started.pids.get(app));
  expect(living(place.pids())).toHaveLength(5);
}, 60_000);

test('npm start restarts a killed Postgres with its data, and the api answers 503 meanwhile', async () => {
  const started = await place.runUntilReady();
  const shop = createShop(place.port('PORT'), started.output());
  const { body: order } = await shop.placeOrder(600);

  const letPostgresStart = keepPostgresFromStarting();
  process.kill(started.pids.get('postgres/cluster/postmaster.pid')!, 'SIGKILL');
  await expect
    .poll(started.output, deadline)
    .toContain('Postgres was killed by SIGKILL. The api answers 503 without it; restarting it ...\n');
  const refused = await shop.placeOrder(600);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('1');

  letPostgresStart();
  await expect.poll(started.output, deadline).toContain('Postgres is back.\n');
  await expect.poll(async () => (await shop.payOrder(order.id)).status, deadline).toBe(200);
  expect((await shop.placeOrder(600)).status).toBe(201);
  for (const app of ['api.pid', 'worker.pid'] as const)
    expect(place.pids().get(app)).toBe(started.pids.get(app));
}, 60_000);

test('a restarted Redis and Postgres leave no process when npm start is killed', async () => {
  const started = await place.runUntilReady();
  process.kill(started.pids.get('redis/redis.pid')!, 'SIGKILL');
  process.kill(started.pids.get('postgres/cluster/postmaster.pid')!, 'SIGKILL');
  await expect.poll(started.output, deadline).toContain('Redis is back.\n');
  await expect.poll(started.output, deadline).toContain('Postgres is back.\n');
  const restarted = place.pids();
  expect(living(restarted)).toHaveLength(5);

  const second = place.run();
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`already running here (process ${started.child.pid})`);

  started.child.kill('SIGKILL');
  await expect.poll(() => living(restarted), deadline).toEqual([]);
}, 60_000);

test('one Ctrl-C stops everything while Redis is being restarted', async () => {
  const started = await place.runUntilReady();
  keepRedisFromStarting();
  process.kill(started.pids.get('redis/redis.pid')!, 'SIGKILL');
  await expect.poll(started.output, deadline).toMatch(/Redis exited with code 1\. Trying again in [\d.]+ s/);
  started.child.kill('SIGINT');
  expect(await started.exited).toBe(0);
  expect(living(place.pids())).toEqual([]);
}, 60_000);

test('npm start says why Redis does not start, and does not try again', async () => {
  const first = await place.runUntilReady();
  first.child.kill('SIGTERM');
  expect(await first.exited).toBe(0);
  keepRedisFromStarting();
  const second = place.run();
  expect(await second.exited).toBe(1);
  expect(second.output()).toMatch(/^order-countdown: Redis exited with code 1:\n.*appendonly/ims);
  expect(second.output()).not.toContain('Trying again');
  expect(living(place.pids())).toEqual([]);
}, 60_000);

/** Places, reads and pays some orders. @returns the median time that one request takes */
async function buyOften(shop: Shop): Promise<number> {
  const ms: number[] = [];
  for (let times = 0; times < 5; times++) {
    const placed = await shop.placeOrder(600);
    expect(placed).toMatchObject({ status: 201, body: { status: 'pending' } });
    const read = await shop.readOrder(placed.body.id);
    expect(read).toMatchObject({ status: 200, body: { status: 'pending' } });
    const paid = await shop.payOrder(placed.body.id);
    expect(paid).toMatchObject({ status: 200, body: { status: 'paid' } });
    ms.push(placed.ms, read.ms, paid.ms);
  }
  return ms.toSorted((a, b) => a - b)[Math.floor(ms.length / 2)]!;
}

/** Asks the Redis at the port and with the password that it has had from the beginning. */
async function inRedis<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
  const password = readFileSync(join(place.folder, 'redis/password'), 'utf8').trim();
  const redis = new Redis({ port: place.port('LOCAL_REDIS_PORT'), password, db: 63 });
  try {
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

/**
 * Makes each start of Redis fail, by an obstacle at the path of its append-only files. A running Redis has
 * opened them before.
 *
 * @returns a function that removes the obstacle.
 */
function keepRedisFromStarting(): () => void {
  const dataDir = join(place.folder, 'redis');
  const path = join(
    dataDir,
    readdirSync(dataDir).find((file) => file.startsWith('appendonly'))!,
  );
  renameSync(path, `${path}.aside`);
  writeFileSync(path, 'not a folder, and not commands');
  return () => {
    rmSync(path);
    renameSync(`${path}.aside`, path);
  };
}

/** Makes each start of Postgres fail, because its control file is missing. */
function keepPostgresFromStarting(): () => void {
  const path = join(place.folder, 'postgres/cluster/global/pg_control');
  renameSync(path, `${path}.aside`);
  return () => renameSync(`${path}.aside`, path);
}
