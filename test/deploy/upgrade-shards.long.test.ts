import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createClient, type Answer } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { createDatabase } from '../support/database.ts';
import {
  checkOutPreviousVersion,
  hasPreviousVersion,
  versionWithShards,
  type Checkout,
} from '../support/previous-version.ts';
import { brokenPromises } from '../support/promises.ts';
import { startApi, startWorker, type RunningProcess } from '../support/processes.ts';
import { startSteadyLoad } from '../support/steady-load.ts';
import { until, untilNone } from '../support/until.ts';
import { startWholeLoad, unexpectedAmong } from '../support/whole-load.ts';

let previous: Checkout;
let context: TestContext;
let stores: { databaseUrl: string; redisUrl: string };
/** Only then does the ledger have all that the promises are about. */
let isMigrated = false;

/** One API and one worker of a version. */
interface Pair {
  api: RunningProcess;
  worker: RunningProcess;
}

/** @param folder left out: this version */
async function startPair(shards: number, folder?: string): Promise<Pair> {
  const env = { ALARM_SHARDS: String(shards) };
  const worker = await startWorker(stores, env, folder);
  // Either it reconciles, or workers with as many shards left so shortly before that it follows what has happened since.
  if (isMigrated) await untilNone(() => brokenIn(shards), 60_000);
  return { worker, api: await startApi(stores, env, folder) };
}

/** Every route is used, and orders are paid in time or lapse. */
async function startLoad({ api }: Pair) {
  const whole = await startWholeLoad(createClient(api.url));
  const steady = startSteadyLoad(api.url, 3);
  const count = () => Math.min(whole.answers.length, steady.answered());
  return {
    async goesOn() {
      const then = count();
      await until(() => count() > then + 150, 60_000);
    },
    async stop(): Promise<{ answers: readonly Answer[]; failures: string[] }> {
      const [failures] = await Promise.all([steady.stop(), whole.stop()]);
      return { answers: whole.answers, failures };
    },
  };
}

const brokenIn = (alarmShards: number) =>
  brokenPromises({ databaseUrl: stores.databaseUrl, redis: context.redis, alarmShards });

/** The most that an order was late or early. */
async function lateness(): Promise<{ least: number; most: number }> {
  const postgres = new Client({ connectionString: stores.databaseUrl });
  await postgres.connect();
  const { rows } = await postgres.query<{ least: string; most: string }>(
    `select min(extract(epoch from cancelled_at - expires_at)) as least, max(extract(epoch from cancelled_at - expires_at)) as most
     from orders where cancel_reason = 'expired'`,
  );
  await postgres.end();
  return { least: Number(rows[0]!.least), most: Number(rows[0]!.most) };
}

// A downloaded archive or a shallow clone does not hold the previous version.
describe.skipIf(!hasPreviousVersion(versionWithShards))('an upgrade with more shards', () => {
  beforeAll(async () => {
    previous = checkOutPreviousVersion(versionWithShards);
    context = await createTestContext();
    const databaseUrl = await createDatabase(inject('postgresUrl'), `shards_${process.pid}`);
    stores = { databaseUrl, redisUrl: context.redisUrl };
    execFileSync(process.execPath, [join(previous.folder, 'packages/shared/src/platform/migrate.ts')], {
      env: { ...process.env, DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn' },
    });
  }, 180_000);
  afterAll(async () => {
    await context.close();
    previous.remove();
  });

  test('the previous version with one shard and this one with four answer every request side by side, there and back', async () => {
    const codes: (number | null)[] = [];
    const answers: Answer[] = [];
    const failures: string[] = [];

    /** Both serve for a while; then the first one goes. */
    async function replace(from: Pair, next: () => Promise<Pair>): Promise<Pair> {
      const onFrom = await startLoad(from);
      await onFrom.goesOn();
      const to = await next();
      const onTo = await startLoad(to);
      await Promise.all([onFrom.goesOn(), onTo.goesOn()]);
      const ended = [await onFrom.stop()];
      codes.push(await from.api.end(), await from.worker.end());
      await onTo.goesOn();
      ended.push(await onTo.stop());
      for (const each of ended) {
        answers.push(...each.answers);
        failures.push(...each.failures);
      }
      return to;
    }

    const before = await startPair(1, previous.folder);
    const upgraded = await replace(before, async () => {
      await migrate(stores.databaseUrl, createLogger('test', 'silent'));
      isMigrated = true;
      return startPair(4);
    });
    await untilNone(() => brokenIn(4));
    // The new version turns out to be bad.
    const takenBack = await replace(upgraded, () => startPair(1, previous.folder));
    await untilNone(() => brokenIn(1));
    codes.push(...(await Promise.all([takenBack.api, takenBack.worker].map((each) => each.end()))));

    expect(unexpectedAmong(answers)).toEqual([]);
    expect(failures).toEqual([]);
    expect(codes).toEqual(codes.map(() => 0));
    const { least, most } = await lateness();
    expect(least).toBeGreaterThanOrEqual(0);
    expect(most).toBeLessThan(2);
  });
});
