import { expect, test } from 'vitest';
import { createReadiness, type Pingable } from '../src/platform/readiness.ts';

/** A store that answers when it is told to. */
function createStore() {
  const pings: PromiseWithResolvers<void>[] = [];
  const store: Pingable = {
    ping() {
      const ping = Promise.withResolvers<void>();
      pings.push(ping);
      return ping.promise;
    },
  };
  return { store, pings };
}

const redis: Pingable = { ping: () => Promise.resolve() };
const connection = { status: 'ready' };

test('all who ask while a check runs share it, however long it takes', async () => {
  const { store, pings } = createStore();
  let nowMs = 0;
  const readiness = createReadiness({ ledger: store, redis, connection }, { reuseMs: 100, now: () => nowMs });
  const first = Array.from({ length: 1_000 }, () => readiness());
  nowMs = 500;
  const later = readiness();
  pings[0]?.resolve();
  for (const answer of await Promise.all([...first, later])) expect(answer.status).toBe('ready');
  expect(pings).toHaveLength(1);
});

test('an answer is used again for a moment, then the stores are asked again', async () => {
  const { store, pings } = createStore();
  let nowMs = 0;
  const readiness = createReadiness({ ledger: store, redis, connection }, { reuseMs: 100, now: () => nowMs });
  const first = readiness();
  pings[0]?.resolve();
  expect((await first).postgres).toBe('up');

  nowMs = 99;
  expect((await readiness()).postgres).toBe('up');
  expect(pings).toHaveLength(1);

  nowMs = 100;
  const again = readiness();
  pings[1]?.reject(new Error('connection refused'));
  expect(await again).toEqual({ isReady: false, status: 'unavailable', postgres: 'down', redis: 'up' });
});

test('without Redis, it is degraded while the queues in Postgres can not be used', async () => {
  const queues = { status: 'reconnecting' };
  const readiness = createReadiness({ ledger: redis, redis: null, connection: queues }, { reuseMs: 0 });
  expect(await readiness()).toEqual({ isReady: true, status: 'degraded', postgres: 'up', redis: 'none' });
  queues.status = 'ready';
  expect(await readiness()).toEqual({ isReady: true, status: 'ready', postgres: 'up', redis: 'none' });
});
