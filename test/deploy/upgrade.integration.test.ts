import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { createDatabase } from '../support/database.ts';
import { checkOutPreviousVersion, hasPreviousVersion, type Checkout } from '../support/previous-version.ts';
import { startApi, startWorker } from '../support/processes.ts';
import { brokenPromises } from '../support/promises.ts';
import { backendToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';
import { startWholeLoad, unexpectedAmong } from '../support/whole-load.ts';

let previous: Checkout;
let context: TestContext;
let stores: { databaseUrl: string; redisUrl: string };

// A downloaded archive or a shallow clone does not hold the previous version.
describe.skipIf(!hasPreviousVersion())('an upgrade', () => {
  beforeAll(async () => {
    previous = checkOutPreviousVersion();
    context = await createTestContext();
    const databaseUrl = await createDatabase(inject('postgresUrl'), `upgraded_${process.pid}`);
    stores = { databaseUrl, redisUrl: context.redisUrl };
    execFileSync(process.execPath, [join(previous.folder, 'packages/shared/src/platform/migrate.ts')], {
      env: { ...process.env, DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn' },
    });
  }, 120_000);
  afterAll(async () => {
    await context.close();
    previous.remove();
  });

  test('servers of the previous version answer every request while the schema is migrated, and beside new ones', async () => {
    const oldApi = await startApi(stores, {}, previous.folder);
    const oldWorker = await startWorker(stores, {}, previous.folder);
    const onOld = await startWholeLoad(createClient(oldApi.url, backendToken, false));
    await until(() => onOld.answers.length > 200);

    // Somebody's long transaction: a migration that waited behind it would make all others wait, too.
    const reader = new Client({ connectionString: stores.databaseUrl });
    await reader.connect();
    await reader.query('begin; select from orders, order_events limit 1');
    const migrating = migrate(stores.databaseUrl, createLogger('test', 'silent'));
    const count = onOld.answers.length;
    await until(() => onOld.answers.length > count + 500, 30_000);
    await reader.end();
    await migrating;

    const newApi = await startApi(stores);
    const newWorker = await startWorker(stores);
    const oldCount = onOld.answers.length;
    const onNew = await startWholeLoad(createClient(newApi.url));
    await until(() => onOld.answers.length > oldCount + 200 && onNew.answers.length > 200);
    await Promise.all([onOld.stop(), onNew.stop()]);

    // The log says what the answer does not: why Postgres could not be asked.
    const warnings = [...oldApi.log, ...newApi.log].filter(({ level }) => Number(level) >= 40);
    expect(unexpectedAmong([...onOld.answers, ...onNew.answers]), JSON.stringify(warnings)).toEqual([]);
    for (const { answers } of [onOld, onNew]) {
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201, 202]));
    }
    const codes = await Promise.all([oldApi, oldWorker, newApi, newWorker].map((each) => each.end()));
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(await brokenPromises({ ...stores, redis: context.redis })).toEqual([]);
  }, 90_000);
});
