import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCore, type TestCore } from '../support/core.ts';
import { raceAtTheDeadline, raceEnv } from '../support/deadline-race.ts';
import { brokenPromises } from '../support/promises.ts';
import { startSystem, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

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

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  '3,000 orders with three commands each around their deadlines break no promise (seed %i)',
  async (seed) => {
    const orders = cores.map((core) => core.orders);
    expect(await raceAtTheDeadline({ orders, count: 3_000, seed })).toHaveLength(9_000);
    const { postgres } = system.context;
    const pending = `select from orders where status = 'pending'`;
    await until(async () => (await postgres.query(pending)).rowCount === 0);
    expect(await brokenPromises(system.context)).toEqual([]);
  },
);
