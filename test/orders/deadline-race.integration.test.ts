import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCore, type TestCore } from '../support/core.ts';
import { raceAtTheDeadline, raceEnv } from '../support/deadline-race.ts';
import { brokenPromises } from '../support/promises.ts';
import { startSystem, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

/** One seed here; more, and more orders, in deadline-race.long.test.ts. */

let system: System;
let cores: TestCore[];

beforeAll(async () => {
  system = await startSystem();
  cores = [openCore(system.context, raceEnv), openCore(system.context, raceEnv)];
  await until(() => cores.every(({ redis }) => redis.status === 'ready'));
});
afterAll(async () => {
  await Promise.all(cores.map((core) => core.close()));
  await system.close();
});

test('payments, their attempts, cancellations and extensions around the deadline break no promise', async () => {
  const orders = cores.map((core) => core.orders);
  const answers = await raceAtTheDeadline({ orders, count: 1_000, seed: 1 });
  expect(answers).toHaveLength(3_000);
  const { postgres } = system.context;
  const pending = `select from orders where status = 'pending'`;
  await until(async () => (await postgres.query(pending)).rowCount === 0);
  expect(await brokenPromises(system.context)).toEqual([]);
});
