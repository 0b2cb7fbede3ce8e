import { afterAll, beforeAll, expect, test } from 'vitest';
import { insist } from '../support/insist.ts';
import { tally } from '../support/ledger.ts';
import { startWorker } from '../support/processes.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem({ workerEnv: withoutSweep });
});

afterAll(() => system.close());

const orderCount = 600;

test('orders that fall due while their worker is killed are cancelled once by another one', async () => {
  const placed = await Promise.all(
    Array.from({ length: orderCount }, () => insist(() => system.client.place({ expiresInSeconds: 2 }))),
  );
  expect(placed.filter(({ status }) => status !== 201)).toEqual([]);
  const cancelled = async () =>
    (await tally(system.context)).find(({ status }) => status === 'cancelled')?.orders ?? 0;

  await until(async () => (await cancelled()) > 0, undefined, 1);
  await system.worker.end('SIGKILL');
  const cancelledByTheFirst = await cancelled();

  const second = await startWorker(system.context);
  await until(async () => (await cancelled()) === orderCount);
  expect(await tally(system.context)).toEqual([
    { status: 'cancelled', orders: orderCount, finalEvents: orderCount },
  ]);
  expect(cancelledByTheFirst).toBeGreaterThan(0);
  expect(await second.end()).toBe(0);
});
