import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../support/client.ts';
import { brokenPromises } from '../support/promises.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem({ workerEnv: withoutSweep });
});
afterAll(() => system.close());

/** Locks an order's row from outside, as a person with psql could. @returns what lets it go */
async function hold(id: string): Promise<() => Promise<void>> {
  const client = await system.context.postgres.connect();
  await client.query('begin');
  await client.query('select from orders where id = $1 for update', [orderIdToUuid(id)]);
  return async () => {
    await client.query('rollback');
    client.release();
  };
}

const pay = (id: string, reference: string) =>
  system.client.post(`/v1/orders/${id}/pay`, { paymentReference: reference });

async function timed<Result>(work: Promise<Result>): Promise<{ result: Result; durationMs: number }> {
  const startedAt = performance.now();
  const result = await work;
  return { result, durationMs: performance.now() - startedAt };
}

test('payments of other orders go on while one row is held and its payment is retried', async () => {
  const { body: held } = await system.client.place();
  const release = await hold(held.id);
  const heldAnswers: Promise<{ result: Answer; durationMs: number }>[] = [];
  const others: { result: Answer; durationMs: number }[] = [];
  const over = new AbortController();

  async function payOthers(): Promise<void> {
    while (!over.signal.aborted) {
      const { body } = await system.client.place();
      others.push(await timed(pay(body.id, 'pay_1')));
    }
  }
  const lanes = Promise.all(Array.from({ length: 8 }, payOthers));
  for (let tries = 0; tries < 8; tries++) {
    const count = others.length;
    heldAnswers.push(timed(pay(held.id, `pay_${tries}`)));
    await until(() => others.length >= count + 40);
  }
  const refused = await Promise.all(heldAnswers);
  over.abort();
  await lanes;
  await release();

  expect(others.length).toBeGreaterThan(320);
  expect(new Set(others.map(({ result }) => result.status))).toEqual(new Set([200]));
  // A set that waited for the row would take the two seconds that the held payments take.
  expect(Math.max(...others.map(({ durationMs }) => durationMs))).toBeLessThan(1_000);
  for (const { result, durationMs } of refused) {
    expect(result).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(result.headers.has('Retry-After')).toBe(true);
    expect(durationMs).toBeLessThan(4_000);
  }
  expect(await pay(held.id, 'pay_1')).toMatchObject({ status: 200 });
});

test('an order that is held at its deadline is cancelled soon after it is let go, and others on time', async () => {
  const [{ body: held }, { body: other }] = await Promise.all([
    system.client.place({ expiresInSeconds: 1 }),
    system.client.place({ expiresInSeconds: 1 }),
  ]);
  const release = await hold(held.id);
  const statusOf = async (id: string) => (await system.client.get(`/v1/orders/${id}`)).body.status;
  await until(async () => (await statusOf(other.id)) === 'cancelled');
  expect(await statusOf(held.id)).toBe('pending');
  await release();
  await until(async () => (await statusOf(held.id)) === 'cancelled');
  expect(await brokenPromises(system.context)).toEqual([]);
});
