import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeLeftovers } from '../../apps/worker/src/leftovers.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore } from '../support/core.ts';
import { brokenPromises } from '../support/promises.ts';
import { startApi, startWorker, type RunningProcess } from '../support/processes.ts';
import { startSteadyLoad } from '../support/steady-load.ts';
import { until, untilNone } from '../support/until.ts';

let context: TestContext;

beforeAll(async () => {
  context = await createTestContext();
});

afterAll(() => context.close());

const never = new AbortController().signal;

const env = (shards: number) => ({ ALARM_SHARDS: String(shards) });
const hasReconciled = ({ log }: RunningProcess) =>
  log.some(({ msg }) => msg === 'reconciled alarms with the ledger');

/** The most that an order was late. @throws if one was early */
async function latenessSeconds(): Promise<number> {
  const { rows } = await context.postgres.query(
    `select min(extract(epoch from cancelled_at - expires_at)) as least,
            max(extract(epoch from cancelled_at - expires_at)) as most
     from orders where status = 'cancelled'`,
  );
  expect(Number(rows[0].least)).toBeGreaterThanOrEqual(0);
  return Number(rows[0].most);
}

const brokenIn = (alarmShards: number) =>
  brokenPromises({ databaseUrl: context.databaseUrl, redis: context.redis, alarmShards });

/** As the task does it a minute after the last worker of the other layout has gone. */
async function removeOthers(shards: number): Promise<void> {
  const core = openCore(context, env(shards));
  try {
    await until(() => core.redis.status === 'ready');
    const ledger = {
      async moment() {
        const moment = await core.ledger.moment();
        return { ...moment, at: new Date(moment.at.getTime() + 61_000) };
      },
    };
    await removeLeftovers({ ...core, ledger }, never);
  } finally {
    await core.close();
  }
}

const jobKeys = (pattern: string) => context.redis.keys(pattern);

test('from one shard to four and back under load, no request fails and no deadline is missed', async () => {
  let [api, worker] = await Promise.all([startApi(context, env(1)), startWorker(context, env(1))]);
  const failures: string[] = [];

  /** The next number of shards, as documented: first the worker, then the API, and at last the old worker goes. */
  async function change(shards: number): Promise<void> {
    const load = startSteadyLoad(api.url, 3);
    await until(() => load.answered() > 60);
    const newWorker = await startWorker(context, env(shards));
    await until(() => hasReconciled(newWorker));
    const atChange = load.answered();
    await until(() => load.answered() > atChange + 60);
    const newApi = await startApi(context, env(shards));
    const newLoad = startSteadyLoad(newApi.url, 3);
    await until(() => newLoad.answered() > 60);
    failures.push(...(await load.stop()));
    await api.end();
    await worker.end();
    const atEnd = newLoad.answered();
    await until(() => newLoad.answered() > atEnd + 60);
    failures.push(...(await newLoad.stop()));
    [api, worker] = [newApi, newWorker];
  }

  try {
    const load = startSteadyLoad(api.url, 8);
    await until(() => load.answered() > 60);
    failures.push(...(await load.stop()));
    for (const shards of [4, 1]) {
      await change(shards);
      await untilNone(() => brokenIn(shards));
      await removeOthers(shards);
    }
    expect(failures).toEqual([]);
    expect(await latenessSeconds()).toBeLessThan(2);
    expect(await jobKeys('{4-*}:order-expiry-*')).toEqual([]);
    expect(await jobKeys('{4-*}reconciled')).toEqual([]);
    await untilNone(() => brokenIn(1));
  } finally {
    await Promise.all([api.end(), worker.end()]);
  }
});
