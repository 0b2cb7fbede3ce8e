import { alarmQueueName } from '@order-countdown/shared/redis/alarm';
import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { orderIdFromUuid } from '@order-countdown/shared/order/order-id';
import { Queue } from 'bullmq';
import { expect, test, type TestContext } from 'vitest';
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

interface Late {
  system: System;
  queue: Queue;
  redisProxy: TcpProxy;
  /** An api that is stopped, or whose connection to Redis is held. */
  slow: RunningProcess;
  slowClient: Client;
}

/** A system of its own, until the test ends. */
async function start({ onTestFinished }: Pick<TestContext, 'onTestFinished'>): Promise<Late> {
  const system = await startSystem({ workerEnv: withoutSweep });
  const queue = new Queue(alarmQueueName, { connection: system.context.redis });
  const redisProxy = await startTcpProxy(system.context.redisUrl);
  const slow = await startApi({ ...system.context, redisUrl: redisProxy.url });
  onTestFinished(async () => {
    slow.child.kill('SIGCONT');
    await slow.end();
    await redisProxy.close();
    await queue.close();
    await system.close();
  });
  return { system, queue, redisProxy, slow, slowClient: createClient(slow.url) };
}

const keyTtlMs = ({ system }: Late, id: string) => system.context.redis.pttl(countdownKey(id));

async function expectNoTrace(late: Late, id: string): Promise<void> {
  await until(
    async () => (await keyTtlMs(late, id)) < 0 && (await late.queue.getJob(id)) === undefined,
    limitMs,
  );
}

async function databaseTime({ system }: Late): Promise<number> {
  const { rows } = await system.context.postgres.query('select clock_timestamp() as at');
  return rows[0].at.getTime();
}

/** Waits until the worker has compared with Redis whatever was committed until now. */
async function everythingFollowed(late: Late): Promise<void> {
  const now = await databaseTime(late);
  await until(async () => {
    const mark = JSON.parse((await late.system.context.redis.get(followedKey)) ?? '{}');
    return mark.after && Date.parse(mark.after.at) > now;
  });
}

/**
 * Stops the slow api after it has committed an order, and before it writes to Redis. Meanwhile `work` runs, and the
 * worker follows it.
 */
async function placeWithPause(late: Late, work: (id: string) => Promise<unknown>): Promise<string> {
  const { slow, slowClient } = late;
  const { postgres } = late.system.context;
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
  await everythingFollowed(late);
  slow.child.kill('SIGCONT');
  // Its answer follows its write to Redis.
  expect(await placing).toMatchObject({ status: 201, body: { id } });
  return id;
}

test.concurrent('a process stopped between its commit and its write to Redis leaves no trace of an order paid meanwhile', async (context) => {
  const late = await start(context);
  const id = await placeWithPause(late, (id) => late.system.client.post(`/v1/orders/${id}/pay`));
  await expectNoTrace(late, id);
});

test.concurrent('a process stopped between its commit and its write to Redis sets no countdown that outlives its deadline', async (context) => {
  const late = await start(context);
  const id = await placeWithPause(late, async (id) => until(async () => (await keyTtlMs(late, id)) > 0));
  const { body } = await late.system.client.get(`/v1/orders/${id}`);
  const latest = Date.parse(body.expiresAt) + 1_000;
  const endsInTime = async () => (await databaseTime(late)) + (await keyTtlMs(late, id)) <= latest;
  expect(await until(endsInTime, limitMs)).toBe(true);
  expect(await keyTtlMs(late, id)).toBeGreaterThan(0);
});

test.concurrent('bytes that a lost connection delivers late leave no trace of an order paid meanwhile', async (context) => {
  const late = await start(context);
  const { system, redisProxy, slow, slowClient } = late;
  const { body: first } = await slowClient.place({ expiresInSeconds: 600 });
  await until(async () => (await keyTtlMs(late, first.id)) > 0);
  redisProxy.hold();
  const before = redisProxy.opened();
  const { body } = await slowClient.place({ expiresInSeconds: 600 });
  await system.client.post(`/v1/orders/${body.id}/pay`);
  // The api gives the connection up and opens another one.
  await until(() => redisProxy.opened() > before);
  await until(() => slow.log.some(({ msg }) => msg === 'redis is available again'));
  await everythingFollowed(late);
  await redisProxy.release();
  // Redis has run what arrived before this.
  await system.context.redis.ping();
  await expectNoTrace(late, body.id);
});
