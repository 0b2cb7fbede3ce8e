// oxlint-disable-next-line typescript/triple-slash-reference -- types of what the global setup provides; an import would load it
/// <reference path="../../test/support/global-setup.ts" />
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type RunningProcess } from '../../test/support/processes.ts';
import { startSystem, type System } from '../../test/support/system.ts';
import { until } from '../../test/support/until.ts';
import { checkRun } from '../src/checker/check-run.ts';
import { isAcknowledged } from '../src/history/history.ts';
import { startWorkload, type Workload } from '../src/workload/workload.ts';

let system: System;
let otherApi: RunningProcess;
let workload: Workload;
let postgres: Client;

beforeAll(async () => {
  system = await startSystem();
  otherApi = await startApi(system.context);
  postgres = new Client({ connectionString: system.context.databaseUrl });
  await postgres.connect();
  workload = await startWorkload({ apiUrls: [system.api.url, otherApi.url], seed: 1 });
});

afterAll(async () => {
  await workload.stop();
  await postgres.end();
  await otherApi.end();
  await system.close();
});

const count = async (query: string) =>
  Number((await postgres.query<{ count: string }>(query)).rows[0]?.count);

test('a workload without faults leaves a history that breaks no promise', { timeout: 120_000 }, async () => {
  const { history, controls } = workload;
  await until(() => history.requests.length > 400, 60_000);
  const due = await controls.dueAtOnce(100);
  expect(due.placed).toBe(100);
  expect(await controls.storm(3, 1_000)).toBeGreaterThan(50);
  await until(() => performance.now() > due.dueAt + 3_000, 60_000);
  await workload.quiesce();
  await until(
    async () => (await count(`select count(*) from webhook_deliveries where status <> 'delivered'`)) === 0,
    30_000,
  );
  await until(
    async () =>
      (await count(`select count(*) from orders where status = 'pending' and expires_at < now()`)) === 0,
  );

  const { redis } = system.context;
  const report = await checkRun({ postgres, redis }, { history, sweepIntervalMs: 1_000 });
  expect(report.violations.slice(0, 5)).toEqual([]);
  expect(report.orders).toBeGreaterThan(150);

  // Everything that is checked has happened.
  const answered = new Set(history.requests.map(({ operation, status }) => `${operation} ${status}`));
  expect([...answered]).toEqual(
    expect.arrayContaining([
      'place 201',
      'pay 200',
      'pay 409',
      'pay 422',
      'cancel 200',
      'extend 200',
      'read 200',
      'countdown 200',
      'list 200',
      'events 200',
    ]),
  );
  expect(new Set(history.requests.map(({ api }) => api))).toEqual(new Set([0, 1]));
  expect(
    history.streams.filter(({ lastEventId, status }) => lastEventId !== null && status === 204),
  ).not.toEqual([]);
  expect(new Set(history.webhooks.filter(isAcknowledged).map(({ endpointId }) => endpointId)).size).toBe(3);
});
