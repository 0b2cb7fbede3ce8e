import { alarmQueueName } from '@order-countdown/shared/redis/alarm';
import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { orderIdFromUuid } from '@order-countdown/shared/order/order-id';
import { Queue } from 'bullmq';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followedKey } from '../../apps/worker/src/follow-mark.ts';
import { createClient, type Client } from '../support/client.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';

/*
 * A write to Redis that arrives after the worker has compared its order with Redis: because its process was stopped
 * between the commit and the write, or because a connection delivered it late.
 */

/** Redis agrees with the ledger again within this time. */
const limitMs = 5_000;

let system: System;
let queue: Queue;
let redisProxy: TcpProxy;
/** An api that is stopped, or whose connection to Redis is held. */
let slow: RunningProcess;
let slowClient: Client;

beforeEach(async () => {
  system = await startSystem({ workerEnv: withoutSweep });
  queue = new Queue(alarmQueueName, { connection: system.context.redis });
  redisProxy = await startTcpProxy(system.context.redisUrl);
  slow = await startApi({ ...system.context, redisUrl: redisProxy.url });
  slowClient = createClient(slow.url);
});

afterEach(async () => {
  slow.child.kill('SIGCONT');
  await slow.end();
  await redisProxy.close();
  await queue.close();
  await system.close();
});

const keyTtlMs = (id: string) => system.context.redis.pttl(countdownKey(id));
const alarmOf = (id: string) => queue.getJob(id);

async function expectNoTrace(id: string): Promise<void> {
  await until(async () => (await keyTtlMs(id)) < 0 && (await alarmOf(id)) === undefined, limitMs);
}

async function databaseTime(): Promise<number> {
  const { rows } = await system.context.postgres.query('select clock_timestamp() as at');
  return rows[0].at.getTime();
}

/** Waits until the worker has compared with Redis whatever was committed until now. */
async function everythingFollowed(): Promise<void> {
  const now = await databaseTime();
  await until(async () => {
    const mark = JSON.parse((await system.context.redis.get(followedKey)) ?? '{}');
    return mark.after && Date.parse(mark.after.at) > now;
  });
}

/**
 * Stops the slow api after it has committed an order, and before it writes to Redis. Meanwhile `work` runs, and the
 * worker follows it.
 */
async function placeWithPause(work: (id: string) => Promise<unknown>): Promise<string> {
  const { postgres } = system.context;
  const lock = await postgres.connect();
  await lock.query('begin; lock table orders in share mode');
  const placing = slowClient.place({ reference: 'paused', expiresInSeconds: 600 });
  await until(async () => {
    const { rows } = await postgres.query(`select from pg_stat_activity
      where application_name = 'order-countdown-api' and wait_event_type = 'Lock'
        and datname = current_database()`);
    return rows.length > 0;
  });
  slow.child.kill('SIGSTOP');
  await lock.query('commit');
  lock.release();
  const id = await until(async () => {
    const { rows } = await postgres.query(`select id from orders where reference = 'paused'`);
    return rows[0] && orderIdFromUuid(rows[0].id);
  });
  await work(id);
  await everythingFollowed();
  slow.child.kill('SIGCONT');
  // Its answer follows its write to Redis.
  expect(await placing).toMatchObject({ status: 201, body: { id } });
  return id;
}

test('a process stopped between its commit and its write to Redis leaves no trace of an order paid meanwhile', async () => {
  const id = await placeWithPause((id) => system.client.post(`/v1/orders/${id}/pay`));
  await expectNoTrace(id);
});

test('a process stopped between its commit and its write to Redis sets no countdown that outlives its deadline', async () => {
  const id = await placeWithPause(async (id) => until(async () => (await keyTtlMs(id)) > 0));
  const { body } = await system.client.get(`/v1/orders/${id}`);
  const latest = Date.parse(body.expiresAt) + 1_000;
  const endsInTime = async () => (await databaseTime()) + (await keyTtlMs(id)) <= latest;
  expect(await until(endsInTime, limitMs)).toBe(true);
  expect(await keyTtlMs(id)).toBeGreaterThan(0);
});

test('bytes that a lost connection delivers late leave no trace of an order paid meanwhile', async () => {
  const { body: first } = await slowClient.place({ expiresInSeconds: 600 });
  await until(async () => (await keyTtlMs(first.id)) > 0);
  redisProxy.hold();
  const before = redisProxy.opened();
  const { body } = await slowClient.place({ expiresInSeconds: 600 });
  await system.client.post(`/v1/orders/${body.id}/pay`);
  // The api gives the connection up and opens another one.
  await until(() => redisProxy.opened() > before);
  await until(() => slow.log.some(({ msg }) => msg === 'redis is available again'));
  await everythingFollowed();
  await redisProxy.release();
  // Redis has run what arrived before this.
  await system.context.redis.ping();
  await expectNoTrace(body.id);
});
