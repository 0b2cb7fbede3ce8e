import { startThrowawayRedis, type ThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { createLedger } from '@order-countdown/shared/ledger/ledger';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPostgres } from '../support/postgres.ts';
import { openStream, type OpenStream } from '../support/stream.ts';
import { startSystem, type System } from '../support/system.ts';
import { until } from '../support/until.ts';
import { actor } from '../support/ledger.ts';

let redis: ThrowawayRedis;
let system: System;

beforeEach(async () => {
  redis = await startThrowawayRedis();
  system = await startSystem({
    redisUrl: redis.url,
    apiEnv: { RATE_LIMIT_PER_MINUTE: '1000000', LOG_LEVEL: 'debug' },
    workerEnv: { SWEEP_INTERVAL_MS: '1000' },
  });
});

afterEach(async () => {
  redis.thaw();
  await system.close();
  await redis.stop();
});

const place = async (expiresInSeconds = 600): Promise<string> =>
  (await system.client.place({ expiresInSeconds })).body.id;

async function watch(id: string): Promise<OpenStream> {
  const stream = await openStream(`${system.api.url}/v1/orders/${id}/stream`);
  await stream.event('snapshot');
  return stream;
}

const watchAll = (ids: string[]) => Promise.all(ids.map(watch));

const pay = (id: string) => system.client.post(`/v1/orders/${id}/pay`);

const eventNames = (stream: OpenStream) => stream.events.map(({ event }) => event);

const apiLost = () =>
  until(() =>
    system.api.log.some(({ msg, role }) => msg === 'redis is not available' && role === 'subscriber'),
  );

/** How long after the response to a payment the stream delivers it. */
async function paidAfterMs(id: string, stream: OpenStream): Promise<number> {
  await pay(id);
  const answeredAt = performance.now();
  return (await stream.event('order.paid')).at - answeredAt;
}

test('without Redis streams deliver payments within 3 s and end at the deadline', async () => {
  const [paidId, expiringId] = [await place(), await place(4)];
  const [watchedBefore, expiring] = await watchAll([paidId, expiringId]);
  await redis.kill();
  await apiLost();
  const watchedSince = await watch(paidId);
  expect(await paidAfterMs(paidId, watchedBefore!)).toBeLessThan(2_600);
  await watchedSince.ended();
  await expiring!.ended(8_000);
  expect(eventNames(expiring!)).toEqual(['snapshot', 'order.cancelled']);
});

test('while Redis is frozen a stream delivers a payment within 6 s', async () => {
  const id = await place();
  const stream = await watch(id);
  redis.freeze();
  expect(await paidAfterMs(id, stream)).toBeLessThan(6_000);
  await stream.ended();
});

test('500 open streams all receive their final event across a restart of Redis', async () => {
  const ids: string[] = [];
  while (ids.length < 500) {
    const placing = Array.from({ length: 100 }, (_, index) => place(index % 2 ? 600 : 12));
    ids.push(...(await Promise.all(placing)));
  }
  const streams = await watchAll(ids);
  await redis.kill();
  const [paidDuringOutage = [], paidDuringStart = [], paidAfterwards = []] = [0, 1, 2].map((part) =>
    ids.filter((_, i) => i % 2 && (i >> 1) % 3 === part),
  );
  await Promise.all(paidDuringOutage.map(pay));
  await redis.restart();
  await Promise.all(paidDuringStart.map(pay));
  await until(() =>
    system.api.log.some(({ msg, role }) => msg === 'redis is available again' && role === 'subscriber'),
  );
  expect(streams.filter((stream) => stream.isEnded() && eventNames(stream).length < 2)).toEqual([]);
  const subscribed = async () => (await system.context.redis.pubsub('CHANNELS', 'order:*')).length;
  await until(async () => (await subscribed()) > 0);
  await Promise.all(paidAfterwards.map(pay));
  await Promise.all(streams.map((stream) => stream.ended(20_000)));
  for (const [index, stream] of streams.entries()) {
    expect(eventNames(stream)).toEqual(['snapshot', index % 2 ? 'order.paid' : 'order.cancelled']);
  }
});

test('a failed read of the ledger is retried within seconds', async () => {
  const id = await place();
  const stream = await watch(id);
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
