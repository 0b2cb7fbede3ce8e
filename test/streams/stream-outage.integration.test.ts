import { startThrowawayRedis, type ThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { createLedger } from '@order-countdown/shared/ledger/ledger';
import { expect, test, type TestContext } from 'vitest';
import { openPostgres } from '../support/postgres.ts';
import { openStream, type OpenStream } from '../support/stream.ts';
import { startSystem, type System } from '../support/system.ts';
import { until } from '../support/until.ts';
import { actor } from '../support/ledger.ts';

interface OnRedis {
  redis: ThrowawayRedis;
  system: System;
}

/** A system with a Redis of its own, until the test ends. */
async function start({ onTestFinished }: Pick<TestContext, 'onTestFinished'>): Promise<OnRedis> {
  const redis = await startThrowawayRedis();
  const system = await startSystem({
    redisUrl: redis.url,
    apiEnv: { RATE_LIMIT_PER_MINUTE: '1000000', LOG_LEVEL: 'debug' },
    workerEnv: { SWEEP_INTERVAL_MS: '1000' },
  });
  onTestFinished(async () => {
    redis.thaw();
    await system.close();
    await redis.stop();
  });
  return { redis, system };
}

const place = async ({ client }: System, expiresInSeconds = 600): Promise<string> =>
  (await client.place({ expiresInSeconds })).body.id;

async function watch({ api }: System, id: string): Promise<OpenStream> {
  const stream = await openStream(`${api.url}/v1/orders/${id}/stream`);
  await stream.event('snapshot');
  return stream;
}

const watchAll = (system: System, ids: string[]) => Promise.all(ids.map((id) => watch(system, id)));

const pay = ({ client }: System, id: string) => client.post(`/v1/orders/${id}/pay`);

/** Without reminders: whether they come depends on the time that an order has left. */
const eventNames = (stream: OpenStream) =>
  stream.events.map(({ event }) => event).filter((event) => event !== 'order.expiring');

const isFinal = (stream: OpenStream) =>
  ['order.paid', 'order.cancelled'].includes(eventNames(stream).at(-1) ?? '');

/** Leaves an order five seconds. */
async function lapseSoon({ client }: System, id: string): Promise<void> {
  const { body: order } = await client.get(`/v1/orders/${id}`);
  const seconds = Math.floor(order.remainingMs / 1_000) - 5;
  expect(await client.post(`/v1/test/orders/${id}/advance`, { seconds })).toMatchObject({ status: 200 });
}

const subscriberLogged = ({ api }: System, text: string) =>
  until(() => api.log.some(({ msg, role }) => msg === text && role === 'subscriber'));

/** How long after the response to a payment the stream delivers it. */
async function paidAfterMs(system: System, id: string, stream: OpenStream): Promise<number> {
  await pay(system, id);
  const answeredAt = performance.now();
  return (await stream.event('order.paid')).at - answeredAt;
}

test.concurrent('without Redis streams deliver payments within 3 s and end at the deadline', async (context) => {
  const { redis, system } = await start(context);
  const [paidId, expiringId] = [await place(system), await place(system, 4)];
  const [watchedBefore, expiring] = await watchAll(system, [paidId, expiringId]);
  await redis.kill();
  await subscriberLogged(system, 'redis is not available');
  const watchedSince = await watch(system, paidId);
  expect(await paidAfterMs(system, paidId, watchedBefore!)).toBeLessThan(2_600);
  await watchedSince.ended();
  await expiring!.ended(8_000);
  expect(eventNames(expiring!)).toEqual(['snapshot', 'order.cancelled']);
});

test.concurrent('while Redis is frozen a stream delivers a payment within 6 s', async (context) => {
  const { redis, system } = await start(context);
  const id = await place(system);
  const stream = await watch(system, id);
  redis.freeze();
  expect(await paidAfterMs(system, id, stream)).toBeLessThan(6_000);
  await stream.ended();
});

test.concurrent('a failed read of the ledger is retried within seconds', async (context) => {
  const { system } = await start(context);
  const id = await place(system);
  const stream = await watch(system, id);
  const { postgres } = system.context;
  await postgres.query('alter table order_events rename to order_events_away');
  await system.context.redis.publish(`order:${id}`, '');
  await until(() => system.api.log.some(({ msg }) => String(msg).startsWith('could not read the events')));
  await postgres.query('alter table order_events_away rename to order_events');
  // The ledger alone: nobody sends a change message.
  const elsewhere = openPostgres(system.context.databaseUrl);
  await createLedger(elsewhere).pay({ actor, id, paymentReference: null, amount: null });
  await elsewhere.close();
  await stream.ended(5_000);
  expect(eventNames(stream)).toEqual(['snapshot', 'order.paid']);
});

test('500 open streams all receive their final event across a restart of Redis', async (context) => {
  const { redis, system } = await start(context);
  const payOne = (id: string) => pay(system, id);
  const ids: string[] = [];
  while (ids.length < 500) {
    const placing = Array.from({ length: 100 }, () => place(system));
    ids.push(...(await Promise.all(placing)));
  }
  const streams = await watchAll(system, ids);
  // Only now, or it would depend on the machine whether they lapse before all streams are open.
  await Promise.all(ids.filter((_, index) => index % 2 === 0).map((id) => lapseSoon(system, id)));
  await redis.kill();
  const [paidDuringOutage = [], paidDuringStart = [], paidAfterwards = []] = [0, 1, 2].map((part) =>
    ids.filter((_, i) => i % 2 && (i >> 1) % 3 === part),
  );
  await Promise.all(paidDuringOutage.map(payOne));
  await redis.restart();
  await Promise.all(paidDuringStart.map(payOne));
  await subscriberLogged(system, 'redis is available again');
  expect(streams.filter((stream) => stream.isEnded() && !isFinal(stream))).toEqual([]);
  const subscribed = async () => (await system.context.redis.pubsub('CHANNELS', 'order:*')).length;
  await until(async () => (await subscribed()) > 0);
  await Promise.all(paidAfterwards.map(payOne));
  await Promise.all(streams.map((stream) => stream.ended(20_000)));
  for (const [index, stream] of streams.entries()) {
    const told = index % 2 ? ['order.paid'] : ['order.advanced', 'order.cancelled'];
    expect(eventNames(stream)).toEqual(['snapshot', ...told]);
  }
});
